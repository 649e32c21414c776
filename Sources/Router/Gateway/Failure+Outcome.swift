import Fleet
import Routing

extension Failure {
    /// What a client is told when its request was not placed; nil where an attempt has said it all.
    ///
    /// - Parameter meaning: what the model's name stands for.
    init?(_ outcome: Outcome, _ model: String, meaning: String? = nil) {
        switch outcome {
        case .completed, .failed, .cancelled: return nil
        case .expired(let wait):
            self.init(503, "No node was free in time for this request", retryAfter: wait.wholeSeconds)
        case .refused(let refusal): self.init(refusal, model, meaning ?? model)
        }
    }

    init(_ refusal: Refusal, _ model: String, _ meaning: String) {
        switch refusal {
        case .modelUnknown:
            let missing = meaning == model ? "it" : "\(meaning), which it stands for"
            self.init(
                404,
                "model '\(model)' not found: no node of the fleet has \(missing), and none downloads it unasked"
            )
        case .unsuitable(let verdict):
            self.init(400, "No node can serve this request with model '\(model)': \(verdict)")
        case .unavailable(let wait):
            self.init(503, "No node that has model '\(model)' can serve it now", retryAfter: wait.wholeSeconds)
        case .laneFull(let wait):
            self.init(429, "Too many requests wait for model '\(model)'", retryAfter: wait.wholeSeconds)
        case .routerFull(let wait):
            self.init(503, "The router holds as many requests as it may", retryAfter: wait.wholeSeconds)
        }
    }
}

extension Seconds {
    /// Rounded up: who comes back a moment early waits again.
    fileprivate var wholeSeconds: Int { Int(min(max(value, 1), 3600).rounded(.up)) }
}
