extension ChatFinish {
    init(anthropic reason: String, stopSequence: String?) {
        switch reason {
        case "max_tokens", "model_context_window_exceeded": self = .length
        case "tool_use": self = .toolCalls
        case "stop_sequence": self = .stopSequence(stopSequence ?? "")
        case "refusal": self = .refusal
        default: self = .stop
        }
    }

    var anthropic: String {
        switch self {
        case .stop: "end_turn"
        case .stopSequence: "stop_sequence"
        case .length: "max_tokens"
        case .toolCalls: "tool_use"
        case .refusal: "refusal"
        }
    }

    var sequence: String? { if case .stopSequence(let text) = self { text } else { nil } }
}
