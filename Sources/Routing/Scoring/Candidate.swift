package import Fleet

/// A backend that could serve the request, with its price.
package struct Candidate: Sendable {
    package let holding: HoldingID
    package let backend: BackendID
    package var costs = Breakdown()
    package var total = Seconds.zero
    /// Signals nobody reported here: they take the median of the other candidates.
    package var unknown: SignalSet = []
    package var action = Action.wait
    /// Only if there is nobody else: it is critically hot.
    package var isLastResort = false
    package var cachedTokens = 0
    /// The context to ask for; nil leaves it to the backend.
    package var context: Int?
    /// How sure the latency history is, 0…1.
    package var confidence = 0.0

    /// What choosing it means now.
    package enum Action: Equatable, Sendable {
        case start
        /// It must load the model first, and can be told to ahead of the request.
        case load
        case wait
    }

    package init(holding: HoldingID, backend: BackendID) {
        self.holding = holding
        self.backend = backend
    }

    /// Smaller is better. No clock and no chance, so that the same facts give the same choice.
    package func precedes(_ other: Candidate) -> Bool {
        if isLastResort != other.isLastResort { return other.isLastResort }
        if total != other.total { return total < other.total }
        return holding < other.holding
    }
}
