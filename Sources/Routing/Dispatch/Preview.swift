package import Fleet

/// What would become of a request that came now, and why.
///
/// Not a second opinion: the production code serves the request in a copy of the dispatcher, and a witness writes down what
/// it was offered on the way.
package struct Preview: Sendable {
    package enum Fate: Sendable {
        /// It would be sent there at once.
        case place(Placement)
        /// It would wait in its line.
        case wait(QueueEntry)
        case refuse(Refusal)
    }

    package let fate: Fate
    package let decidedAt: Instant
    /// Every price and every reason, for each model that was looked at in turn: the last one's decided.
    package let receipts: [Receipt]
    /// Tokens its answer is expected to have.
    package let outputExpected: Double
}

/// Watches the planning of one ticket. Only a preview has one.
struct Witness: Sendable {
    let ticket: TicketID
    var receipts: [Receipt] = []
}
