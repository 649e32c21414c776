extension InferenceCall {
    /// The call that is sent to this path.
    package init?(path: String) {
        let bytes = Array(path.utf8)
        self.init(method: Array("POST".utf8).span, path: bytes.span)
    }

    /// The path it is sent to.
    package var path: StaticString {
        Self.calls.first { $0.1 == self }?.0 ?? ""
    }

    /// Which call a body was most likely meant for, where nobody says. Fields of one dialect alone decide; a body that fits
    /// several is taken for OpenAI's.
    package init(guessedFrom body: Span<UInt8>) {
        var fields = RequestFields()
        // What is wrong with it, whoever reads it as that call will say.
        _ = try? fields.read(body)
        let isOllama = fields.hasAny(.options, .keepAlive, .format, .think)
        if fields.hasAny(.messages) {
            let isAnthropic = fields.hasAny(.system, .thinking)
            self = isOllama ? Self(.ollama, .chat) : isAnthropic ? Self(.anthropic, .messages) : Self(.openAI, .chat)
        } else if fields.hasAny(.prompt) {
            self = fields.hasAny(.maxTokens) && !isOllama ? Self(.openAI, .completion) : Self(.ollama, .generate)
        } else if fields.hasAny(.input) {
            let isAnswered = fields.hasAny(.instructions, .maxOutputTokens, .text, .reasoning, .stream)
            self =
                isOllama
                ? Self(.ollama, .embeddings) : isAnswered ? Self(.openAI, .responses) : Self(.openAI, .embeddings)
        } else {
            self = isOllama ? Self(.ollama, .chat) : Self(.openAI, .chat)
        }
    }
}

extension RequestFields {
    fileprivate func hasAny(_ fields: RequestField...) -> Bool { fields.contains { self[$0] != nil } }
}
