package import Fleet
import Learning

extension Dispatcher {
    /// The first token of an attempt arrived.
    package mutating func firstToken(_ id: TicketID, at now: Instant) -> [Effect] {
        var effects: [Effect] = []
        if tickets.contains(id) { firstToken(id, at: now, &effects) }
        return effects
    }

    private mutating func firstToken(_ id: TicketID, at now: Instant, _ effects: inout [Effect]) {
        guard tickets[id].state == .running, tickets[id].firstTokenAt == nil else { return }
        tickets[id].firstTokenAt = now
        tally.firstToken(after: now - tickets[id].arrivedAt)
        let costs = tickets[id].costs
        move(id, endingAt: now + costs.decode * (costs.thermal * costs.contention))
        let holding = situation.fleet[tickets[id].holding]
        situation.affinity.record(tickets[id].request, holding, at: now)
        guard tickets[id].needsLoad, situation.loads[Int(holding.backend.index)]?.holding == holding.id else { return }
        // What of the time to the first token was not reading the prompt.
        let loadTime = max(now - tickets[id].startedAt - costs.prefill, 0.1)
        effects += loadEnded(holding.id, succeeded: true, loadSeconds: loadTime, at: now)
    }

    /// An attempt ended: the slot is free, experience grows, and what follows is decided.
    package mutating func settle(_ id: TicketID, _ result: AttemptResult, at now: Instant) -> [Effect] {
        var effects: [Effect] = []
        guard tickets.contains(id), tickets[id].state == .running else { return effects }
        let backend = tickets[id].backend
        if case .completed(let usage) = result { begin(id, usage, at: now, &effects) }
        tally.attemptEnded(backend, DispatchTally.AttemptEnd(result))
        vacate(id, at: now)
        switch result {
        case .completed(let usage):
            situation.breakers[Int(backend.index)].succeed()
            learn(id, usage, at: now)
            end(id, .completed, &effects)
        case .failed(let failure):
            settleFailure(id, failure, at: now, &effects)
        }
        planLanes(touching: backend, at: now, &effects)
        return effects
    }

    private mutating func settleFailure(
        _ id: TicketID,
        _ failure: AttemptFailure,
        at now: Instant,
        _ effects: inout [Effect]
    ) {
        let holding = tickets[id].holding
        let index = Int(tickets[id].backend.index)
        if failure.countsAgainstBackend {
            situation.breakers[index].fail(at: now, policy)
            situation.experience.latency.fail(holding, isTruncation: failure.kind == .torn, at: now)
        } else {
            situation.breakers[index].release(at: now)
        }
        if failure.kind == .modelMissing { situation.fleet.noteAbsent(holding) }
        if tickets[id].needsLoad, situation.loads[index]?.holding == holding, tickets[id].firstTokenAt == nil {
            endLoad(on: tickets[id].backend, .failed)
            situation.fleet.noteUnloaded(holding, at: now)
        }
        tickets[id].failure = failure
        let retry = RetryPlan(attemptsMax: policy.attemptsMax)
        guard retry.mayMove(after: failure, attempts: tickets[id].attempts, deadline: tickets[id].deadline, at: now)
        else {
            end(id, .failed(failure), &effects)
            return
        }
        tickets[id].state = .waiting
        joinLane(id)
        plan(tickets[id].lane, at: now, &effects)
    }

    // MARK: - Learning

    /// An answer that came in one piece does not show when its first token was there. Its prompt is taken to have been read as
    /// fast as expected; after a load, its tokens to have been written as fast.
    private mutating func begin(_ id: TicketID, _ usage: Usage, at now: Instant, _ effects: inout [Effect]) {
        guard tickets[id].firstTokenAt == nil else { return }
        let started = tickets[id].startedAt
        let costs = tickets[id].costs
        let slowdown = costs.thermal * costs.contention
        var first = started + (usage.prefill ?? costs.prefill * slowdown)
        if tickets[id].needsLoad, let record = situation.experience.latency[tickets[id].holding] {
            let concurrency = tickets[id].concurrency
            first = now - record.decode(tokens: Double(usage.outputTokens), concurrency: concurrency) * slowdown
        }
        firstToken(id, at: min(max(first, started), now), &effects)
    }

    private mutating func learn(_ id: TicketID, _ usage: Usage, at now: Instant) {
        let first = tickets[id].firstTokenAt ?? now
        let holding = situation.fleet[tickets[id].holding]
        let needsLoad = tickets[id].needsLoad
        let costs = tickets[id].costs
        situation.fleet.noteResident(holding.id, at: now)
        situation.experience.output.learn(
            tickets[id].model,
            tickets[id].request.client,
            tokens: usage.outputTokens
        )
        if !needsLoad { learnCapacity(id, usage, at: now) }
        // The first answer after a load says little about prompts: the two are mixed.
        guard !needsLoad || usage.prefill != nil else { return }
        let observation = Observation(
            promptTokens: usage.promptTokens ?? tickets[id].request.promptTokens,
            cachedTokens: usage.cachedTokens ?? tickets[id].cachedTokens,
            timeToFirstToken: needsLoad ? (usage.prefill ?? .zero) : first - tickets[id].startedAt,
            prefill: usage.prefill,
            outputTokens: usage.outputTokens,
            decode: now - first,
            concurrency: tickets[id].concurrency,
            slowdown: costs.thermal * costs.contention
        )
        learnHeat(holding, costs.contention, observation)
        situation.experience.latency.learn(observation, holding, situation.fleet[holding.backend])
    }

    private mutating func learnCapacity(_ id: TicketID, _ usage: Usage, at now: Instant) {
        guard usage.outputTokens > 4 else { return }
        situation.experience.learnCapacity(
            tickets[id].holding,
            tokensPerSecond: Double(usage.outputTokens) / max((now - tickets[id].startedAt).value, 0.001),
            concurrency: tickets[id].concurrency
        )
    }

    /// Only where the cool rate is known well does slowness say something about heat.
    private mutating func learnHeat(_ holding: Holding, _ contention: Double, _ seen: Observation) {
        let node = situation.fleet[situation.fleet[holding.backend].node]
        guard let heat = node.thermal, heat != .nominal, seen.outputTokens >= 16, seen.decode > .zero else { return }
        guard let record = situation.experience.latency[holding.id], record.confidence > 0.6 else { return }
        let cool = record.decode(tokens: Double(seen.outputTokens - 1), concurrency: seen.concurrency)
        situation.experience.thermal.learn(node.id, heat, ratio: seen.decode / cool / contention)
    }
}
