/// Where tickets live: found by number, reused when they end, never searched.
struct TicketTable: Sendable {
    private var slots: [Ticket] = []
    /// Odd while a ticket lives there.
    private var generations: [UInt32] = []
    private var free: [UInt32] = []
    private(set) var count = 0

    var nextID: TicketID {
        guard let index = free.last else { return TicketID(index: UInt32(slots.count), generation: 1) }
        return TicketID(index: index, generation: generations[Int(index)] &+ 1)
    }

    /// The ticket must have been made with `nextID`.
    mutating func insert(_ ticket: consuming Ticket) {
        let id = ticket.id
        precondition(id == nextID)
        if free.popLast() != nil {
            slots[Int(id.index)] = ticket
            generations[Int(id.index)] = id.generation
        } else {
            slots.append(ticket)
            generations.append(id.generation)
        }
        count += 1
    }

    mutating func remove(_ id: TicketID) {
        guard contains(id) else { return }
        // What a ticket takes beyond its slot goes with it.
        slots[Int(id.index)].request.prefix = []
        generations[Int(id.index)] &+= 1
        free.append(id.index)
        count -= 1
    }

    func contains(_ id: TicketID) -> Bool {
        generations.indices.contains(Int(id.index)) && generations[Int(id.index)] == id.generation
    }

    /// Only for a ticket that is known to be there.
    subscript(id: TicketID) -> Ticket {
        get { slots[Int(id.index)] }
        _modify { yield &slots[Int(id.index)] }
    }

    /// By bare index, for the chains of running tickets, whose members are there by construction.
    subscript(index: Int32) -> Ticket {
        get { slots[Int(index)] }
        _modify { yield &slots[Int(index)] }
    }

    var all: [Ticket] { slots.indices.lazy.filter { generations[$0] & 1 == 1 }.map { slots[$0] } }
}
