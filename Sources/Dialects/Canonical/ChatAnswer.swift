import Fleet

/// A whole answer: its events, put together.
struct ChatAnswer: Sendable {
    private(set) var thinking = ""
    private(set) var signature = ""
    private(set) var text = ""
    /// The elements of the list, as JSON.
    private(set) var logprobs: String?
    private(set) var calls: [ChatToolCall] = []
    private var progress = ChatProgress()

    init(_ events: [ChatEvent]) throws(DialectError) {
        for event in events { try take(event) }
    }

    var usage: AnswerUsage { progress.usage }
    var reason: ChatFinish { progress.reason }

    /// With their arguments decoded, for those who insist on an object. A call in the middle of which the answer reached its
    /// limit is left out, like the words that did not come; any other without an object makes no sense.
    var wholeCalls: [(call: ChatToolCall, arguments: JSONValue)] {
        get throws(DialectError) {
            var whole: [(call: ChatToolCall, arguments: JSONValue)] = []
            for call in calls {
                if let arguments = call.object {
                    whole.append((call, arguments))
                } else if reason != .length {
                    throw .badArguments
                }
            }
            return whole
        }
    }

    private mutating func take(_ event: ChatEvent) throws(DialectError) {
        progress.take(event, at: .zero)
        switch event {
        case .thinking(let text): thinking += text
        case .signature(let text): signature += text
        case .text(let text, let logprobs):
            self.text += text
            if let logprobs { self.logprobs = self.logprobs.map { $0 + "," + logprobs } ?? logprobs }
        case .call(_, let id, let name): calls.append(ChatToolCall(id: id, name: name, arguments: ""))
        case .arguments(let number, let text): calls[number].arguments += text
        case .failure(let error): throw error
        case .usage, .finish, .end: break
        }
    }
}
