package import Fleet

extension Dispatcher {
    /// Everything that must hold between two events; what does not, in words. Simulations ask after every event.
    package func audit(at now: Instant) -> [String] {
        var problems: [String] = []
        auditTickets(at: now, &problems)
        auditBackends(&problems)
        auditLanes(at: now, &problems)
        return problems
    }

    private func auditTickets(at now: Instant, _ problems: inout [String]) {
        let waiting = tickets.all.filter { $0.state == .waiting }
        if waiting.count != waitingCount {
            problems.append("\(waiting.count) tickets wait, \(waitingCount) are counted")
        }
        let inLanes = lanes.active.reduce(0) { $0 + lanes[$1].count }
        if inLanes != waitingCount { problems.append("\(inLanes) places in lanes for \(waitingCount) waiting tickets") }
        for ticket in waiting where ticket.deadline < now { problems.append("a ticket waits past its deadline") }
        if waiting.reduce(ByteCount.zero, { $0 + $1.request.bytes }) != waitingBytes {
            problems.append("the bytes waiting are counted wrong")
        }
    }

    private func auditBackends(_ problems: inout [String]) {
        let running = tickets.all.filter { $0.state == .running }
        for (index, occupancy) in situation.occupancy.enumerated() {
            let here = running.count { Int($0.backend.index) == index }
            if here != occupancy.running {
                problems.append("backend \(index): \(here) run, \(occupancy.running) counted")
            }
            let slots = fleet.holdings(on: BackendID(index: index)).map { situation.slots($0) }.max() ?? 1
            if occupancy.running > max(slots, fleet.backends[index].slots ?? 0) {
                problems.append("backend \(index) runs \(occupancy.running) in \(slots) slots")
            }
            let claims = tickets.all.reduce(0.0) { sum, ticket in
                ticket.claim.map { Int($0.backend.index) == index ? sum + $0.seconds : sum } ?? sum
            }
            if abs(occupancy.claims.sum() - claims) > 0.01 {
                problems.append("backend \(index): claims of \(claims) s, \(occupancy.claims.sum()) counted")
            }
        }
    }

    private func auditLanes(at now: Instant, _ problems: inout [String]) {
        for lane in lanes.active.map({ lanes[$0] }) {
            if lane.isEmpty { problems.append("an empty lane was kept") }
            if lane.count > policy.laneLengthMax + policy.ticketsMax { problems.append("a lane is too long") }
            if hasIdleFleet(lane.key), lane.reconsiderAt == .distantFuture {
                problems.append("a ticket waits although everything that could serve it is idle")
            }
        }
    }

    /// Every backend that has the model resident and may serve is doing nothing, and there is one.
    private func hasIdleFleet(_ key: LaneKey) -> Bool {
        var found = false
        for id in fleet.holdings(of: key.model) where fleet[id].place != .gone {
            let backend = fleet[fleet[id].backend]
            let node = fleet[backend.node]
            let occupancy = situation.occupancy[Int(backend.id.index)]
            if fleet[id].isLoading || situation.loads[Int(backend.id.index)] != nil { return false }
            if occupancy.running + occupancy.foreignRunning > 0 { return false }
            guard fleet[id].isResident, node.liveness != .offline, !node.isPaused, !node.isDraining, !node.isHeld,
                backend.isReachable, !backend.isGone,
                situation.breakers[Int(backend.id.index)] == Breaker()
            else { continue }
            found = true
        }
        return found
    }
}
