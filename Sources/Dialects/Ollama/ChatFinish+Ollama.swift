extension ChatFinish {
    init(ollama reason: String) {
        switch reason {
        case "length": self = .length
        case "content_filter": self = .refusal
        default: self = .stop
        }
    }

    /// Ollama has no word for a refusal; that it was no ordinary end should be seen all the same.
    var ollama: String {
        switch self {
        case .length: "length"
        case .refusal: "content_filter"
        case .stop, .stopSequence, .toolCalls: "stop"
        }
    }
}
