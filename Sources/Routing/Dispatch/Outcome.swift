package import Fleet

/// How a ticket ended. Every ticket ends in exactly one of these, exactly once.
package enum Outcome: Equatable, Sendable {
    case completed
    case failed(AttemptFailure)
    case cancelled
    case refused(Refusal)
    /// Its deadline passed while it waited.
    case expired(retryAfter: Seconds)
}

/// Why a request was not taken, with when to come back.
package enum Refusal: Equatable, Sendable {
    /// No backend of the fleet has the model: 404.
    case modelUnknown
    /// Some have it, none can ever serve this request: 400 or 413, with the first reason.
    case unsuitable(Verdict)
    /// Some have it, none can serve now: 503.
    case unavailable(retryAfter: Seconds)
    /// The line is full: 429.
    case laneFull(retryAfter: Seconds)
    /// The router itself holds too much: 503.
    case routerFull(retryAfter: Seconds)
}

/// What a finished answer showed.
package struct Usage: Sendable {
    package var outputTokens: Int
    package var promptTokens: Int?
    package var cachedTokens: Int?
    package var prefill: Seconds?
    /// What the backend says it spent loading the model for this request.
    package var load: Seconds?

    package init(outputTokens: Int) {
        self.outputTokens = outputTokens
    }
}

/// How one attempt ended, as its sender tells the dispatcher.
package enum AttemptResult: Sendable {
    case completed(Usage)
    case failed(AttemptFailure)
}
