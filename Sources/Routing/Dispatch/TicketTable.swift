/// Where tickets live: found by number, reused when they end, never searched.
struct TicketTable: Sendable {
    private var slots: [Ticket?] = []
    private var generations: [UInt32] = []
    private var free: [UInt32] = []
    private(set) var count = 0

    var nextID: TicketID {
        guard let index = free.last else { return TicketID(index: UInt32(slots.count), generation: 0) }
        return TicketID(index: index, generation: generations[Int(index)])
    }

    /// The ticket must have been made with `nextID`.
    mutating func insert(_ ticket: Ticket) {
        precondition(ticket.id == nextID)
        if free.popLast() != nil {
            slots[Int(ticket.id.index)] = ticket
        } else {
            slots.append(ticket)
            generations.append(0)
        }
        count += 1
    }

    mutating func remove(_ id: TicketID) {
        guard contains(id) else { return }
        slots[Int(id.index)] = nil
        generations[Int(id.index)] &+= 1
        free.append(id.index)
        count -= 1
    }

    func contains(_ id: TicketID) -> Bool {
        slots.indices.contains(Int(id.index)) && generations[Int(id.index)] == id.generation
            && slots[Int(id.index)] != nil
    }

    /// Only for a ticket that is known to be there.
    subscript(id: TicketID) -> Ticket {
        get { slots[Int(id.index)]! }
        _modify { yield &slots[Int(id.index)]! }
    }

    /// By bare index, for the chains of running tickets, whose members are there by construction.
    subscript(index: Int32) -> Ticket {
        get { slots[Int(index)]! }
        _modify { yield &slots[Int(index)]! }
    }

    var all: [Ticket] { slots.compactMap { $0 } }
}
