/// What may be asked of an inference server, each by a path of its own.
///
/// Of a server it says which paths it has; of a request, by which of them it can be served: the one its client called, or one
/// it can be translated to. Where the two have nothing in common the server is out of the question.
package struct ServerCalls: OptionSet, Hashable, Sendable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    /// `/api/chat`, `/api/generate` and `/api/embed`, which come together.
    package static let ollamaChat = ServerCalls(rawValue: 1 << 0)
    package static let ollamaGenerate = ServerCalls(rawValue: 1 << 1)
    package static let ollamaEmbed = ServerCalls(rawValue: 1 << 2)
    /// `/v1/…`
    package static let chatCompletions = ServerCalls(rawValue: 1 << 3)
    package static let completions = ServerCalls(rawValue: 1 << 4)
    package static let embeddings = ServerCalls(rawValue: 1 << 5)
    package static let responses = ServerCalls(rawValue: 1 << 6)
    package static let rerank = ServerCalls(rawValue: 1 << 7)
    package static let images = ServerCalls(rawValue: 1 << 8)
    package static let speech = ServerCalls(rawValue: 1 << 9)
    package static let messages = ServerCalls(rawValue: 1 << 10)
    package static let countTokens = ServerCalls(rawValue: 1 << 11)

    /// `/v1/audio/transcriptions` and `/v1/audio/translations`.
    package static let transcriptions = ServerCalls(rawValue: 1 << 12)
    package static let imageEdits = ServerCalls(rawValue: 1 << 13)

    package static let ollama: ServerCalls = [.ollamaChat, .ollamaGenerate, .ollamaEmbed]
    package static let any = ServerCalls(rawValue: .max)
}

extension BackendKind {
    /// What a server of this kind knows, when it is not too old and does not say otherwise. What is doubtful is in: it is asked,
    /// and says so itself.
    package var calls: ServerCalls {
        switch self {
        case .ollama: [.ollama, .chatCompletions, .completions, .embeddings, .responses, .messages, .transcriptions]
        case .llamaServer, .llamaRouter, .vllm:
            [
                .chatCompletions, .completions, .embeddings, .responses, .rerank, .messages, .countTokens,
                .transcriptions,
            ]
        case .sglang: [.chatCompletions, .completions, .embeddings, .responses, .rerank, .transcriptions]
        case .lemonade, .openAI:
            [
                .chatCompletions, .completions, .embeddings, .responses, .rerank, .images, .imageEdits, .speech,
                .transcriptions,
            ]
        case .lmStudio: [.chatCompletions, .completions, .embeddings, .responses]
        case .mlx: [.chatCompletions, .completions, .embeddings]
        case .exo: [.chatCompletions, .responses, .messages, .images, .imageEdits]
        case .anthropic: [.messages, .countTokens]
        }
    }
}
