import Fleet
import Learning

/// Reservations: a placed ticket takes its slot at once, and says when it expects to give it back.
extension Dispatcher {
    mutating func occupy(_ id: TicketID, _ best: Candidate, at now: Instant) {
        let index = Int(best.backend.index)
        situation.breakers[index].pass(at: now, policy)
        tickets[id].state = .running
        tickets[id].tried.insert(best.backend)
        tickets[id].holding = best.holding
        tickets[id].backend = best.backend
        tickets[id].startedAt = now
        tickets[id].firstTokenAt = nil
        tickets[id].costs = best.costs
        tickets[id].cachedTokens = best.cachedTokens
        tickets[id].expectedEnd = now + best.costs.load + best.costs.service
        tickets[id].needsLoad = !situation.fleet[best.holding].isResident
        if tickets[id].needsLoad {
            noteLoad(best, at: now)
            tally.load(on: best.backend, .brought)
        } else {
            situation.fleet.noteUsed(best.holding, at: now)
        }
        let waited = tickets[id].attempts == 1 ? now - tickets[id].arrivedAt : nil
        tally.placed(on: best.backend, waited: waited, tickets[id].order.priority)
        situation.occupancy[index].running += 1
        situation.occupancy[index].runningPeak = max(
            situation.occupancy[index].runningPeak,
            situation.occupancy[index].running
        )
        situation.runningHere[Int(best.holding.index)] += 1
        tickets[id].concurrency = Double(situation.occupancy[index].running)
        tickets[id].nextRunning = situation.occupancy[index].firstRunning
        situation.occupancy[index].firstRunning = Int32(bitPattern: id.index)
        let service = situation.occupancy[index].service
        situation.occupancy[index].service = service * 0.8 + best.costs.service * 0.2
        let isAlone = situation.occupancy[index].running == 1
        let end = tickets[id].expectedEnd
        situation.occupancy[index].freeAt = isAlone ? end : min(situation.occupancy[index].freeAt, end)
    }

    /// Gives the slot back.
    mutating func vacate(_ id: TicketID, at now: Instant) {
        let index = Int(tickets[id].backend.index)
        unlink(id)
        let count = Double(situation.occupancy[index].running)
        tickets[id].concurrency = (tickets[id].concurrency + count) / 2
        situation.occupancy[index].running -= 1
        situation.runningHere[Int(tickets[id].holding.index)] -= 1
        if tickets[id].expectedEnd == situation.occupancy[index].freeAt { findFreeAt(tickets[id].backend) }
    }

    private mutating func unlink(_ id: TicketID) {
        let index = Int(tickets[id].backend.index)
        let mine = Int32(bitPattern: id.index)
        var at = situation.occupancy[index].firstRunning
        if at == mine {
            situation.occupancy[index].firstRunning = tickets[id].nextRunning
            return
        }
        while at >= 0 {
            let next = tickets[at].nextRunning
            if next == mine {
                tickets[at].nextRunning = tickets[id].nextRunning
                return
            }
            at = next
        }
    }

    /// A running ticket expects another end.
    mutating func move(_ id: TicketID, endingAt end: Instant) {
        let index = Int(tickets[id].backend.index)
        let isFirst = tickets[id].expectedEnd == situation.occupancy[index].freeAt
        tickets[id].expectedEnd = end
        if end <= situation.occupancy[index].freeAt {
            situation.occupancy[index].freeAt = end
        } else if isFirst {
            findFreeAt(tickets[id].backend)
        }
    }

    mutating func findFreeAt(_ backend: BackendID) {
        var first = Instant.distantFuture
        var at = situation.occupancy[Int(backend.index)].firstRunning
        while at >= 0 {
            first = min(first, tickets[at].expectedEnd)
            at = tickets[at].nextRunning
        }
        situation.occupancy[Int(backend.index)].freeAt = first
    }

    /// Requests that should have ended by now did not: their ends are estimated anew from what answers that long
    /// usually still bring.
    mutating func refreshEnds(of model: ModelID, at now: Instant) {
        for id in situation.fleet.holdingsByModel[Int(model.index)] {
            let backend = situation.fleet.holdings[Int(id.index)].backend
            let index = Int(backend.index)
            if situation.occupancy[index].freeAt <= now, situation.occupancy[index].running > 0 {
                refreshEnds(on: backend, at: now)
            }
        }
    }

    private mutating func refreshEnds(on backend: BackendID, at now: Instant) {
        var at = situation.occupancy[Int(backend.index)].firstRunning
        while at >= 0 {
            if tickets[at].expectedEnd <= now { tickets[at].expectedEnd = now + restOfOverdue(at, at: now) }
            at = tickets[at].nextRunning
        }
        findFreeAt(backend)
    }

    /// Changes nothing, but is `mutating`: for a method that is not, all of the dispatcher would be copied.
    private mutating func restOfOverdue(_ at: Int32, at now: Instant) -> Seconds {
        let costs = tickets[at].costs
        let slowdown = costs.thermal * costs.contention
        guard let first = tickets[at].firstTokenAt else {
            // The first token is late itself: half of what it took so far, and the whole answer.
            return (now - tickets[at].startedAt) * 0.5 + costs.decode * slowdown
        }
        guard let record = situation.experience.latency[tickets[at].holding] else { return 1 }
        let each = record.decode(tokens: 1, concurrency: tickets[at].concurrency) * slowdown
        let produced = (now - first) / each
        let limit = Double(tickets[at].request.outputMax ?? .max)
        let rest = situation.experience.output.rest(tickets[at].model, produced: produced)
        return max(each * min(rest, max(limit - produced, 1)), 0.05)
    }

    // MARK: - Loads

    /// Tells the fleet's state that a load begins: what has to leave for it, and when it should be done.
    mutating func noteLoad(_ best: Candidate, at now: Instant) {
        let holding = situation.fleet[best.holding]
        let backend = situation.fleet[best.backend]
        let isWarm = Signal.LoadedModels.isWarm(holding, policy, at: now)
        let eviction = situation.evictions(
            for: holding.model,
            best.context,
            holding,
            backend,
            at: now,
            listing: true
        )
        let context = best.context ?? policy.contextDefault
        let end = now + max(best.costs.load, 0.1)
        if holding.isResident { situation.fleet.noteUnloaded(holding.id, at: now) }
        situation.fleet.noteLoading(
            best.holding,
            needing: situation.experience.memory.need(holding.model, file: holding.size, context: context),
            context: best.context,
            until: end,
            evicting: eviction.victims,
            at: now
        )
        situation.loads[Int(best.backend.index)] = LoadUnderWay(
            holding: best.holding,
            startedAt: now,
            endsAt: end,
            isWarm: isWarm
        )
    }

    mutating func order(_ best: Candidate, at now: Instant, _ effects: inout [Effect]) {
        effects.append(.load(begin(best, at: now)))
    }

    /// Takes the load as begun; whoever has it done reports back.
    mutating func begin(_ best: Candidate, at now: Instant) -> LoadOrder {
        situation.breakers[Int(best.backend.index)].pass(at: now, policy)
        noteLoad(best, at: now)
        tally.load(on: best.backend, .ordered)
        return LoadOrder(best, situation.fleet)
    }

    mutating func endLoad(on backend: BackendID, _ end: DispatchTally.LoadEvent) {
        guard situation.loads[Int(backend.index)] != nil else { return }
        situation.loads[Int(backend.index)] = nil
        tally.load(on: backend, end)
    }
}
