import Fleet

/// Whether a failed request is tried again: the one backward step in a request's life.
struct RetryPlan {
    let attemptsMax: Int

    func mayMove(after failure: AttemptFailure, attempts: Int, deadline: Instant, at now: Instant) -> Bool {
        failure.mayMove && attempts < min(attemptsMax, TriedBackends.countMax) && now < deadline
    }
}
