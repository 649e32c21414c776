package import Fleet

/// What the dispatcher wants done. Its owner performs it and thinks nothing of its own.
package enum Effect: Sendable {
    case place(Placement)
    case load(LoadOrder)
    case end(TicketID, Outcome)
}

/// The choice: send this ticket there, now.
package struct Placement: Sendable {
    package let ticket: TicketID
    package let attempt: Int
    package let node: NodeID
    package let backend: BackendID
    package let holding: HoldingID
    /// What the backend calls the model.
    package let model: ModelName
    /// The context to ask for; nil leaves it to the backend.
    package let context: Int?
    package let waited: Seconds
    package let receipt: Receipt
}

/// Load a model ahead of the requests that will need it, and report back with `loadEnded`.
package struct LoadOrder: Equatable, Sendable {
    package let backend: BackendID
    package let holding: HoldingID
    package let model: ModelName
    package let context: Int?

    init(_ candidate: Candidate, _ fleet: FleetState) {
        backend = candidate.backend
        holding = candidate.holding
        model = fleet.servedNames[Int(candidate.holding.index)]
        context = candidate.context
    }
}
