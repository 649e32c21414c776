import Fleet

/// The next deadline of all waiting tickets. Tickets that left stay in it until they surface or it is swept.
struct DeadlineHeap: Sendable {
    private struct Entry {
        let at: Instant
        let ticket: TicketID
    }

    private var entries: [Entry] = []

    var first: (at: Instant, ticket: TicketID)? { entries.first.map { ($0.at, $0.ticket) } }
    var count: Int { entries.count }

    mutating func insert(_ ticket: TicketID, at deadline: Instant) {
        guard deadline != .distantFuture else { return }
        entries.append(Entry(at: deadline, ticket: ticket))
        rise(entries.count - 1)
    }

    mutating func removeFirst() {
        entries.swapAt(0, entries.count - 1)
        entries.removeLast()
        sink(0)
    }

    /// Bounded by the tickets that wait: called when most of it is history.
    mutating func sweep(keeping isWaiting: (TicketID) -> Bool) {
        entries.removeAll { !isWaiting($0.ticket) }
        entries.sort { $0.at < $1.at }
    }

    private mutating func rise(_ start: Int) {
        var child = start
        while child > 0, entries[child].at < entries[(child - 1) / 2].at {
            entries.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    private mutating func sink(_ start: Int) {
        var parent = start
        while true {
            var smallest = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < entries.count {
                if entries[child].at < entries[smallest].at { smallest = child }
            }
            if smallest == parent { return }
            entries.swapAt(parent, smallest)
            parent = smallest
        }
    }
}
