package import Fleet

/// Which servers can be asked a call: those that know it, and those that know one it can be translated to.
extension InferenceCall {
    /// What a server must know to be asked this as it stands, byte for byte.
    package var asItStands: ServerCalls {
        switch (dialect, kind) {
        case (.ollama, .generate): .ollamaGenerate
        case (.ollama, .embeddings): .ollamaEmbed
        case (.ollama, _): .ollamaChat
        case (.anthropic, .tokenCount): .countTokens
        case (.anthropic, _): .messages
        case (.openAI, .completion): .completions
        case (.openAI, .responses): .responses
        case (.openAI, .embeddings): .embeddings
        case (.openAI, .rerank): .rerank
        case (.openAI, .image): .images
        case (.openAI, .imageEdit): .imageEdits
        case (.openAI, .speech): .speech
        case (.openAI, .transcription), (.openAI, .speechTranslation): .transcriptions
        case (.openAI, _): .chatCompletions
        }
    }

    /// It is enough for a server to know one of these.
    package var inAnyWay: ServerCalls {
        asItStands.union(needs(in: .openAI)).union(needs(in: .ollama)).union(needs(in: .anthropic))
    }

    /// In which dialect such a server can be asked this otherwise; nil when it has nothing like it. OpenAI's says the most.
    package func translation(for server: ServerCalls) -> Dialect? {
        if !server.isDisjoint(with: needs(in: .openAI)) { return .openAI }
        if !server.isDisjoint(with: needs(in: .ollama)) { return .ollama }
        return server.isDisjoint(with: needs(in: .anthropic)) ? nil : .anthropic
    }

    /// What a server must know for a translation; empty when there is none.
    private func needs(in other: Dialect) -> ServerCalls {
        switch (dialect, kind, other) {
        case (.ollama, .chat, .openAI), (.anthropic, .messages, .openAI): .chatCompletions
        // Without the model's template it is a completion, which not every server with a chat has.
        case (.ollama, .generate, .openAI): .completions
        case (.ollama, .embeddings, .openAI): .embeddings
        case (.openAI, .responses, .openAI): .chatCompletions
        case (.openAI, .chat, .ollama), (.openAI, .responses, .ollama), (.anthropic, .messages, .ollama): .ollamaChat
        case (.openAI, .completion, .ollama): .ollamaGenerate
        case (.openAI, .embeddings, .ollama): .ollamaEmbed
        case (.ollama, .chat, .anthropic), (.ollama, .generate, .anthropic), (.openAI, .chat, .anthropic),
            (.openAI, .responses, .anthropic):
            .messages
        default: []
        }
    }
}
