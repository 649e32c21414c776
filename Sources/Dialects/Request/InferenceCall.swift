/// What a request asks a model for, as its method and path tell.
///
/// Known before the body is: what is no inference call is passed through without being read.
package struct InferenceCall: Equatable, Sendable {
    package enum Kind: UInt8, CaseIterable, Sendable {
        case chat, generate, completion, responses, messages
        case tokenCount, embeddings, rerank, image, speech
        case transcription, speechTranslation, imageEdit
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
        self.init(path: target)
    }

    /// Of whoever asks this path as it should be asked.
    package init?(path target: Span<UInt8>) {
        let path = target.extracting(0..<Self.length(ofPathIn: target))
        for (name, call) in Self.calls where path.equals(name) {
            self = call
            return
        }
        return nil
    }

    /// The answer comes token by token.
    package var generates: Bool { kind.rawValue <= Kind.messages.rawValue }

    /// Its body holds a file, and therefore is a form; some servers take JSON as well.
    package var takesForms: Bool { kind.rawValue >= Kind.transcription.rawValue }

    /// Not every server has it that its kind's others have; one without it says so with a status that means something else
    /// where a model is asked.
    package var isDoubtful: Bool { !generates && kind != .embeddings }

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
        ("/v1/images/edits", InferenceCall(.openAI, .imageEdit)),
        ("/v1/audio/speech", InferenceCall(.openAI, .speech)),
        ("/v1/audio/transcriptions", InferenceCall(.openAI, .transcription)),
        ("/v1/audio/translations", InferenceCall(.openAI, .speechTranslation)),
    ]

    private static func length(ofPathIn target: Span<UInt8>) -> Int {
        for index in target.indices where target[index] == UInt8(ascii: "?") { return index }
        return target.count
    }
}
