import Fleet

/// A place in the line, and later the request that runs: valid from `submit` to its one outcome.
package struct TicketID: Hashable, Sendable {
    package let index: UInt32
    /// Told apart from those that had the same index before.
    package let generation: UInt32
}

/// One request in the dispatcher's care.
struct Ticket: Sendable {
    enum State: Equatable, Sendable {
        case waiting
        case running
    }

    let id: TicketID
    var request: Request
    var model: ModelID
    /// The fallbacks not tried yet.
    var modelsLeft: ArraySlice<ModelName>
    var key: LaneKey
    var lane = -1
    var order: LaneOrder
    let arrivedAt: Instant
    let deadline: Instant
    var state = State.waiting
    var tried = TriedBackends()
    var outputExpected = 0.0
    /// Its service on a usual machine, to share the line by.
    var work = Seconds.zero
    var failure: AttemptFailure?

    /// Work it intends to bring to a backend while it waits.
    var claim: (backend: BackendID, seconds: Double)?

    // While it runs:
    var holding = HoldingID(index: -1)
    var backend = BackendID(index: -1)
    var startedAt = Instant.distantPast
    var firstTokenAt: Instant?
    var expectedEnd = Instant.distantFuture
    var costs = Breakdown()
    var cachedTokens = 0
    var needsLoad = false
    /// Requests there, summed up at start and end, to learn rates against concurrency.
    var concurrency = 1.0
    var nextRunning = Int32(-1)

    var attempts: Int { tried.count }
}
