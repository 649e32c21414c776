import Fleet

/// What the dispatcher has done so far, in numbers that only grow: for whoever watches, never for a decision.
///
/// Plain additions, because whoever owns the dispatcher guards these as well; a reader takes a copy.
package struct DispatchTally: Sendable {
    /// How an attempt ended.
    package enum AttemptEnd: Int, CaseIterable, Sendable {
        case completed, cancelled, connection, status, tooManyRequests, modelMissing, firstTokenLate, torn, rejected
    }

    /// What became of a request.
    package enum End: Int, CaseIterable, Sendable {
        case completed, failed, cancelled, expired
        case modelUnknown, unsuitable, unavailable, laneFull, routerFull
        /// By whoever had an answer in the place of a backend's.
        case answered
    }

    package enum LoadEvent: Int, CaseIterable, Sendable {
        /// Ahead of need, or because somebody asked for just that.
        case ordered
        /// A request was sent where its model had to be loaded first.
        case brought
        case done, failed
    }

    package struct OfBackend: Sendable {
        package internal(set) var attempts = 0
        package internal(set) var ends = Counts<AttemptEnd>()
        package internal(set) var loads = Counts<LoadEvent>()
    }

    /// By the backend's number.
    package private(set) var backends: [OfBackend] = []
    package private(set) var ends = Counts<End>()
    /// Between a request's coming and its first attempt, by priority.
    package private(set) var waits = [Spread](repeating: Spread(), count: Priority.allCases.count)
    /// Between a request's coming and the first token of its answer.
    package private(set) var firstTokens = Spread()

    package init() {}

    mutating func grow(to count: Int) {
        while backends.count < count { backends.append(OfBackend()) }
    }

    /// - Parameter waited: before its first attempt; nil for a later one.
    mutating func placed(on backend: BackendID, waited: Seconds?, _ priority: Priority) {
        backends[Int(backend.index)].attempts += 1
        if let waited { waits[priority.rawValue].record(waited) }
    }

    mutating func attemptEnded(_ backend: BackendID, _ end: AttemptEnd) {
        backends[Int(backend.index)].ends.add(end)
    }

    mutating func firstToken(after time: Seconds) {
        firstTokens.record(time)
    }

    mutating func load(on backend: BackendID, _ event: LoadEvent) {
        backends[Int(backend.index)].loads.add(event)
    }

    mutating func ended(_ outcome: Outcome, _ request: Request) {
        ends.add(request.hasStandIn && outcome.leavesRoom ? .answered : End(outcome))
    }
}

extension Outcome {
    /// The client has no answer, and could have one.
    fileprivate var leavesRoom: Bool {
        switch self {
        case .completed, .refused(.modelUnknown): false
        case .failed(let failure): failure.source != .client
        case .refused, .expired, .cancelled: true
        }
    }
}

extension DispatchTally.AttemptEnd {
    init(_ result: AttemptResult) {
        switch result {
        case .completed: self = .completed
        case .failed(let failure):
            switch failure.kind {
            case .connection: self = .connection
            case .status: self = .status
            case .tooManyRequests: self = .tooManyRequests
            case .modelMissing: self = .modelMissing
            case .firstTokenLate: self = .firstTokenLate
            case .torn: self = .torn
            case .rejected: self = .rejected
            }
        }
    }
}

extension DispatchTally.End {
    init(_ outcome: Outcome) {
        switch outcome {
        case .completed: self = .completed
        case .failed: self = .failed
        case .cancelled: self = .cancelled
        case .expired: self = .expired
        case .refused(.modelUnknown): self = .modelUnknown
        case .refused(.unsuitable): self = .unsuitable
        case .refused(.unavailable): self = .unavailable
        case .refused(.laneFull): self = .laneFull
        case .refused(.routerFull): self = .routerFull
        }
    }
}
