import Fleet
import Learning

/// What has to leave a backend's memory for a model to come in.
struct Eviction {
    var verdict: Verdict?
    /// Time lost by whoever needs what was evicted.
    var harm = Seconds.zero
    var victims: [HoldingID] = []
}

extension Situation {
    /// The price of making room. Idle models leave, the longest unused first; those in use and pinned ones stay.
    func evictions(
        for model: ModelID,
        _ context: Int?,
        _ holding: Holding,
        _ backend: Backend,
        at now: Instant,
        listing: Bool = false
    ) -> Eviction {
        var eviction = Eviction()
        let context = context ?? policy.contextDefault
        guard let need = experience.memory.need(model, file: holding.size, context: context) else { return eviction }
        if let total = backend.memoryTotal, need > total {
            eviction.verdict = .cannotFit(needs: need, has: total)
            return eviction
        }
        guard var free = backend.memoryFree else { return eviction }
        if holding.isResident { free += holding.residentSize ?? holding.size ?? .zero }
        var limit = Instant.distantPast
        while free < need {
            guard let victim = victim(on: backend.id, sparing: holding.id, after: &limit) else {
                eviction.verdict =
                    hasTenants(backend.id, sparing: holding.id)
                    ? .memoryInUse : .cannotFit(needs: need, has: free)
                return eviction
            }
            free += victim.residentSize ?? victim.size ?? .zero
            eviction.harm += harm(of: victim, at: now)
            if listing { eviction.victims.append(victim.id) }
        }
        return eviction
    }

    /// The next one to go, by last use. `limit` remembers how far the walk came, so that nothing is allocated.
    private func victim(on backend: BackendID, sparing spared: HoldingID, after limit: inout Instant) -> Holding? {
        var best: HoldingID?
        for id in fleet.residents[Int(backend.index)] where id != spared && isIdle(id) {
            let used = fleet.holdings[Int(id.index)].usedAt
            // Equal times are told apart by number: a nanosecond each.
            let rank = Instant(nanoseconds: max(used.nanoseconds, 0) &+ Int64(id.index))
            guard rank > limit else { continue }
            if let known = best {
                let knownRank = max(fleet.holdings[Int(known.index)].usedAt.nanoseconds, 0) &+ Int64(known.index)
                if rank.nanoseconds >= knownRank { continue }
            }
            best = id
        }
        guard let best else { return nil }
        let holding = fleet.holdings[Int(best.index)]
        limit = Instant(nanoseconds: max(holding.usedAt.nanoseconds, 0) &+ Int64(best.index))
        return holding
    }

    private func isIdle(_ id: HoldingID) -> Bool {
        runningHere[Int(id.index)] == 0 && fleet.holdings[Int(id.index)].isResident
            && !fleet.holdings[Int(id.index)].isPinned
    }

    private func hasTenants(_ backend: BackendID, sparing spared: HoldingID) -> Bool {
        fleet.residents[Int(backend.index)].contains { $0 != spared && !fleet.holdings[Int($0.index)].isPinned }
    }

    /// The reload somebody will wait for, as likely as somebody comes, and more if several do; shared by its copies.
    private func harm(of victim: Holding, at now: Instant) -> Seconds {
        let rates = experience.latency.loadRates(on: victim.backend)
        guard let reload = Signal.LoadedModels.fullLoad(victim, isWarm: true, rates, policy) else { return .zero }
        let rate = demand.rate(victim.model, at: now)
        let expected = rate * policy.evictionHorizon.value + Double(demand.waiting(victim.model))
        let copies = Double(max(fleet.residentCounts[Int(victim.model.index)], 1))
        return reload * (min(expected, policy.evictionHarmMax) * (1 + rate * reload.value / 2) / copies)
    }
}
