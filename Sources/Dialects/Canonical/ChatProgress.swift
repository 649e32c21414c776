import Fleet

/// What a stream's writer has to remember until the end: how it ends, what it cost, and when the first token came.
struct ChatProgress: Sendable {
    private(set) var usage = AnswerUsage()
    private(set) var hasCalls = false
    private(set) var firstToken: Seconds?
    private var finish: ChatFinish?

    mutating func take(_ event: ChatEvent, at elapsed: Seconds) {
        switch event {
        case .thinking, .text: begin(at: elapsed)
        case .call:
            hasCalls = true
            begin(at: elapsed)
        case .usage(let usage): self.usage.merge(usage)
        case .finish(let finish): self.finish = finish
        case .signature, .arguments, .end, .failure: break
        }
    }

    private mutating func begin(at elapsed: Seconds) {
        if firstToken == nil { firstToken = elapsed }
    }

    /// Some backends say no more than that they stopped, or nothing, when what they want is tools to be called.
    var reason: ChatFinish {
        if let finish, finish != .stop { return finish }
        return hasCalls ? .toolCalls : .stop
    }
}
