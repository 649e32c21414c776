package import Fleet
package import Learning

/// The one place where requests compete for backends.
///
/// A value: every operation is synchronous, takes the time as an argument and answers with what is to be done. Nothing
/// waits in here but tickets, and they wait in lanes until a slot worth taking is free; nothing is nailed to a backend
/// before that. After each operation `wakeAt` says when `wake` must be called if nothing else happens first.
package struct Dispatcher: Sendable {
    package internal(set) var situation: Situation
    var tickets = TicketTable()
    var lanes = LaneTable()
    var shares: FairShare
    var deadlines = DeadlineHeap()
    var sequence: UInt64 = 0
    /// By priority.
    package internal(set) var waitingCounts = SIMD4<Int>()
    var waitingBytes = ByteCount.zero
    /// The earliest instant at which some lane wants to think again.
    var reconsiderAt = Instant.distantFuture
    var fleetExpiry: Instant?
    var list = CandidateList()
    /// Set in copies that are made to preview a request.
    var witness: Witness?
    package let aliases: ModelAliases
    package internal(set) var tally = DispatchTally()

    package init(
        policy: RoutingPolicy = .init(),
        fleet: FleetState = .init(),
        experience: Experience = .init(),
        aliases: ModelAliases = .init()
    ) {
        self.aliases = aliases
        shares = FairShare(allowance: policy.fairAllowance)
        situation = Situation(policy: policy, fleet: fleet, experience: experience)
        tally.grow(to: fleet.backends.count)
    }

    /// What earlier runs learned, before any backend was met.
    package mutating func remember(_ archive: Archive) {
        precondition(fleet.backends.isEmpty, "what a backend taught is looked up when it is met")
        situation.experience = Experience(archive)
    }

    package var policy: RoutingPolicy { situation.policy }
    package var fleet: FleetState { situation.fleet }
    package var experience: Experience { situation.experience }
    package var ticketCount: Int { tickets.count }
    package var waiting: Int { waitingCount }
    /// By the backend's number.
    package var breakers: [Breaker] { situation.breakers }
    var waitingCount: Int { waitingCounts.wrappedSum() }

    /// When to call `wake` if nothing else happens before; nil for never.
    package var wakeAt: Instant? {
        var next = reconsiderAt
        if let first = deadlines.first { next = min(next, first.at) }
        if let expiry = fleetExpiry { next = min(next, expiry) }
        return next == .distantFuture ? nil : next
    }

    /// Time passed: deadlines, nodes that fell silent, and lanes that wanted to think again.
    package mutating func wake(at now: Instant) -> [Effect] {
        var effects: [Effect] = []
        expireTickets(at: now, &effects)
        if let expiry = fleetExpiry, expiry <= now {
            for node in situation.fleet.expire(at: now) { planLanes(touching: node, at: now, &effects) }
            fleetExpiry = situation.fleet.nextExpiry(after: now)
        }
        if reconsiderAt <= now { reconsider(at: now, &effects) }
        return effects
    }

    /// The router itself did not run for a while, until now: no node is to blame for a silence that nobody could have heard.
    package mutating func listenAnew(at now: Instant) {
        situation.fleet.listenAnew(at: now)
        fleetExpiry = situation.fleet.nextExpiry(after: now)
    }

    private mutating func expireTickets(at now: Instant, _ effects: inout [Effect]) {
        while let first = deadlines.first, first.at <= now {
            deadlines.removeFirst()
            guard tickets.contains(first.ticket), tickets[first.ticket].state == .waiting else { continue }
            let wait = retryAfter(tickets[first.ticket].key)
            leaveLane(first.ticket)
            end(first.ticket, .expired(retryAfter: wait), &effects)
        }
        if deadlines.count > 2 * waitingCount + 1024 {
            let table = tickets
            deadlines.sweep { table.contains($0) && table[$0].state == .waiting }
        }
    }

    private mutating func reconsider(at now: Instant, _ effects: inout [Effect]) {
        let due = lanes.active.filter { lanes[$0].reconsiderAt <= now }
        reconsiderAt = .distantFuture
        planLanes(due, at: now, &effects)
        for lane in lanes.active { reconsiderAt = min(reconsiderAt, lanes[lane].reconsiderAt) }
    }

    // MARK: - Leaving

    /// The client left, waiting or running. The sender of a running attempt stops it; nothing is to be settled.
    package mutating func cancel(_ id: TicketID, at now: Instant) -> [Effect] {
        var effects: [Effect] = []
        guard tickets.contains(id) else { return effects }
        if tickets[id].state == .waiting {
            leaveLane(id)
            end(id, .cancelled, &effects)
            return effects
        }
        let backend = tickets[id].backend
        situation.breakers[Int(backend.index)].release(at: now)
        tally.attemptEnded(backend, .cancelled)
        vacate(id, at: now)
        end(id, .cancelled, &effects)
        planLanes(touching: backend, at: now, &effects)
        return effects
    }

    mutating func end(_ id: TicketID, _ outcome: Outcome, _ effects: inout [Effect]) {
        tally.ended(outcome, tickets[id].request)
        tickets.remove(id)
        effects.append(.end(id, outcome))
    }

    mutating func leaveLane(_ id: TicketID) {
        releaseClaim(id)
        let lane = tickets[id].lane
        lanes[lane].remove(tickets[id].order, client: tickets[id].request.client)
        lanes.closeIfEmpty(lane)
        tickets[id].lane = -1
        shares.left(tickets[id].request.client, tickets[id].work)
        waitingCounts[tickets[id].order.priority.rawValue] -= 1
        waitingBytes = waitingBytes - tickets[id].request.bytes
        situation.demand.wait(tickets[id].model, -1)
    }

    mutating func joinLane(_ id: TicketID) {
        let lane = lanes.open(tickets[id].key)
        lanes[lane].insert(id, tickets[id].order, client: tickets[id].request.client)
        tickets[id].lane = lane
        shares.joined(tickets[id].request.client, tickets[id].work)
        waitingCounts[tickets[id].order.priority.rawValue] += 1
        waitingBytes += tickets[id].request.bytes
        situation.demand.wait(tickets[id].model, 1)
        deadlines.insert(id, at: tickets[id].deadline)
    }

    // MARK: - Claims of waiting tickets

    mutating func claim(_ id: TicketID, _ backend: BackendID, _ service: Seconds) {
        situation.occupancy[Int(backend.index)].claims[tickets[id].order.priority.rawValue] += service.value
        tickets[id].claim = (backend, service.value)
    }

    mutating func releaseClaim(_ id: TicketID) {
        guard let claim = tickets[id].claim else { return }
        let priority = tickets[id].order.priority.rawValue
        let index = Int(claim.backend.index)
        let left = situation.occupancy[index].claims[priority] - claim.seconds
        situation.occupancy[index].claims[priority] = left > 1e-6 ? left : 0
        tickets[id].claim = nil
    }
}
