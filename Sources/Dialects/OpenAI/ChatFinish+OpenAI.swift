extension ChatFinish {
    /// - Parameter stopSequence: what vLLM says the model ran into.
    init(openAI reason: String, stopSequence: String?) {
        switch reason {
        case "length": self = .length
        case "tool_calls", "function_call": self = .toolCalls
        case "content_filter": self = .refusal
        default: self = stopSequence.map(ChatFinish.stopSequence) ?? .stop
        }
    }

    var openAI: String {
        switch self {
        case .stop, .stopSequence: "stop"
        case .length: "length"
        case .toolCalls: "tool_calls"
        case .refusal: "content_filter"
        }
    }
}
