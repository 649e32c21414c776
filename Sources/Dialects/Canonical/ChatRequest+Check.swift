extension ChatRequest {
    /// Refuses what stands where no dialect has a place for it, so that no writer has to pass over anything in silence.
    func check() throws(DialectError) {
        if toolChoice?.isForced == true, tools.isEmpty {
            throw refusal(.toolChoice, "forces the call of a tool, and there are none")
        }
        for message in messages {
            switch message.role {
            case .assistant:
                if !message.images.isEmpty { throw refusal(.image, "cannot be part of what the assistant said") }
            case .system:
                if !message.images.isEmpty { throw refusal(.image, "cannot be part of what the system says") }
                fallthrough
            case .user, .tool:
                if message.parts.contains(where: \.isOfAssistant) {
                    throw refusal(.messages, "has thoughts or calls that are not the assistant's")
                }
            }
        }
    }
}

extension ChatMessage.Part {
    fileprivate var isOfAssistant: Bool {
        switch self {
        case .text, .image: false
        case .thinking, .redactedThinking, .call: true
        }
    }
}
