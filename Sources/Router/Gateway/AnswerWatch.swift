import Fleet
import HTTPEngine
import Routing

/// Watches an answer go by for the desk: when it began, and what it came to.
final class AnswerWatch: AnswerObserver {
    private let desk: Desk
    private let ticket: TicketID
    private(set) var hasBegun = false

    init(_ desk: Desk, _ ticket: TicketID) {
        self.desk = desk
        self.ticket = ticket
    }

    func headArrived(_ head: ResponseHead) {}

    func dataArrived(_ data: Span<UInt8>) {
        // Comments of a stream are signs of life, not an answer.
        if hasBegun || data.isEmpty || data[0] == UInt8(ascii: ":") { return }
        hasBegun = true
        desk.firstToken(ticket)
    }
}
