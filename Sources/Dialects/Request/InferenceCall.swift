/// What a request asks a model for, as its method and path tell.
///
/// Known before the body is: what is no inference call is passed through without being read. Calls whose bodies are forms
/// (transcriptions, image edits) are no JSON and not listed here.
package struct InferenceCall: Equatable, Sendable {
    package enum Kind: UInt8, CaseIterable, Sendable {
        case chat, generate, completion, responses, messages
        case tokenCount, embeddings, rerank, image, speech
    }

    package let dialect: Dialect
    package let kind: Kind

    package init(_ dialect: Dialect, _ kind: Kind) {
        self.dialect = dialect
        self.kind = kind
    }

    /// Nil when it is no inference call. A query behind the path does not matter.
    package init?(method: Span<UInt8>, path target: Span<UInt8>) {
        guard method.equals("POST") else { return nil }
        let path = target.extracting(0..<Self.length(ofPathIn: target))
        for (name, call) in Self.calls where path.equals(name) {
            self = call
            return
        }
        return nil
    }

    /// The answer comes token by token.
    package var generates: Bool { kind.rawValue <= Kind.messages.rawValue }

    /// What happens when the request does not say.
    var isStreamedByDefault: Bool { dialect == .ollama && generates }

    static let calls: [(StaticString, InferenceCall)] = [
        ("/api/chat", InferenceCall(.ollama, .chat)),
        ("/v1/chat/completions", InferenceCall(.openAI, .chat)),
        ("/api/generate", InferenceCall(.ollama, .generate)),
        ("/v1/messages", InferenceCall(.anthropic, .messages)),
        ("/v1/responses", InferenceCall(.openAI, .responses)),
        ("/v1/completions", InferenceCall(.openAI, .completion)),
        ("/v1/embeddings", InferenceCall(.openAI, .embeddings)),
        ("/api/embed", InferenceCall(.ollama, .embeddings)),
        ("/api/embeddings", InferenceCall(.ollama, .embeddings)),
        ("/v1/messages/count_tokens", InferenceCall(.anthropic, .tokenCount)),
        ("/v1/rerank", InferenceCall(.openAI, .rerank)),
        ("/v1/images/generations", InferenceCall(.openAI, .image)),
        ("/v1/audio/speech", InferenceCall(.openAI, .speech)),
    ]

    private static func length(ofPathIn target: Span<UInt8>) -> Int {
        for index in target.indices where target[index] == UInt8(ascii: "?") { return index }
        return target.count
    }
}
