import Dialects
import Fleet
import Routing

extension Failure {
    /// What a client is told when its request was not placed; nil where an attempt has said it all.
    ///
    /// - Parameters:
    ///   - meaning: what the model's name stands for.
    ///   - call: what was asked.
    init?(_ outcome: Outcome, _ model: String, meaning: String? = nil, _ call: InferenceCall? = nil) {
        switch outcome {
        case .completed, .failed, .cancelled: return nil
        case .expired(let wait):
            self.init(503, "No node was free in time for this request", retryAfter: wait.wholeSeconds)
        case .refused(.unsuitable(.lacksCall)): self.init(unknown: call, to: model)
        case .refused(let refusal): self.init(refusal, model, meaning ?? model)
        }
    }

    /// Says who could serve it, or how else the model can be asked.
    private init(unknown call: InferenceCall?, to model: String) {
        let path = call.map { "POST \($0.path)" } ?? "this call"
        let able = BackendKind.allCases.filter { !$0.calls.isDisjoint(with: call?.inAnyWay ?? []) }
        let others = able.isEmpty ? "" : " It is known to: \(able.map(\.rawValue).joined(separator: ", "))."
        let advice =
            call?.generates ?? true
            ? "What every server can be asked is a chat: /api/chat, /v1/chat/completions or /v1/messages"
            : "Ask for a model that one of these has, or add such a server"
        self.init(
            400,
            "No server that has model '\(model)' knows \(path), nor anything it could be translated to.\(others) \(advice)"
        )
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
