import Dialects
import Telemetry

extension PracticeBackend {
    /// The backend as fast and as talkative as a misbehaviour wants it.
    func spoiled(by fault: Misbehaviour) -> PracticeBackend {
        var backend = self
        if let speed = fault.tokensPerSecond { backend.pace.tokensPerSecond = speed }
        if let firstToken = fault.firstToken { backend.pace.firstToken = firstToken }
        if let tokens = fault.tokens { backend.length = .exactly(tokens) }
        return backend
    }

    /// The answer to a request, with another status if that was asked for.
    func reply(to request: PracticeRequest, at now: WallTime, misbehaving fault: Misbehaviour) -> PracticeReply {
        guard let status = fault.status ?? (fault.early == nil ? nil : 413) else { return reply(to: request, at: now) }
        if status >= 400 { return Self.refusal(of: request, status) }
        // What was not read cannot be understood.
        if fault.early != nil { return .json(status) { $0.object { _ in } } }
        var reply = reply(to: request, at: now)
        reply.status = status
        return reply
    }

    private static func refusal(of request: PracticeRequest, _ status: UInt16) -> PracticeReply {
        let message =
            switch status {
            case 413: "request body too large"
            case 429: "too many requests"
            case 503: "server busy, please try again.  maximum pending requests exceeded"
            default: "the practice backend was told to fail"
            }
        let dialect = PracticeRoute(request.path)?.dialect ?? .ollama
        return dialect.reply(to: PracticeError(status: status, message: message))
    }
}
