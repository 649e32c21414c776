import Fleet
import Learning

/// What a request costs everywhere.
///
/// This is done for thousands of backends in a fraction of a millisecond. The common path (the model is in memory, nobody objects)
/// is one loop that reads single fields where they lie; whatever leaves it is a function of its own that is given numbers, not
/// the holding or the backend: a value that is handed to a call has to be copied whole, for every candidate.
extension Situation {
    mutating func findCredits(_ request: Request, _ model: ModelID) {
        guard !policy.signalsOff.contains(.affinity) else { return }
        affinity.findCredits(request, model, fleet, slots: experience.slotCounts)
    }

    /// Prices every backend that has the model, or says why it is none.
    mutating func weigh(_ need: Need, labels: Set<String>, into list: inout CandidateList, at now: Instant) {
        list.removeAll()
        for id in fleet.holdingsByModel[Int(need.model.index)] {
            let holding = fleet.holdings[Int(id.index)]
            if case .gone = holding.place { continue }
            let backend = fleet.backends[Int(holding.backend.index)]
            let node = fleet.nodes[Int(backend.node.index)]
            if let verdict = Elimination.ofNode(node, backend, at: now)
                ?? eliminate(need, labels, holding, backend, node, at: now)
            {
                list.reject(id, backend.id, verdict)
                continue
            }
            if !experience.latency.isReady(id, backend.id, holding.model) { readyPrediction(id) }
            let verdict = list.append(Candidate(holding: id, backend: backend.id)) { candidate in
                price(need, holding, backend, node, &candidate, at: now)
            }
            if let verdict { list.reject(id, backend.id, verdict) }
        }
        list.conclude(decodeWeight: policy.decodeWeight)
    }

    /// Few requests ask for labels.
    @inline(never)
    private mutating func lacks(_ labels: Set<String>, _ backend: BackendID) -> Bool {
        !fleet.hasLabels(labels, backend)
    }

    @inline(never)
    private mutating func readyPrediction(_ id: HoldingID) {
        let holding = fleet[id]
        experience.latency.prepare(holding, fleet[holding.backend])
    }

    @inline(__always)
    private mutating func eliminate(
        _ need: Need,
        _ labels: Set<String>,
        _ holding: Holding,
        _ backend: Backend,
        _ node: Node,
        at now: Instant
    ) -> Verdict? {
        if need.tried.contains(backend.id) { return .alreadyTried }
        // Before anything that passes: nobody shall wait for a server that has no answer.
        if backend.calls.isDisjoint(with: need.calls) { return .lacksCall }
        if case .block(let until) = breakers[Int(backend.id.index)].verdict(at: now) {
            return .breakerOpen(until: until)
        }
        if !labels.isEmpty, lacks(labels, backend.id) { return .lacksLabel }
        if !policy.signalsOff.contains(.busy), let cause = Signal.Busy.pauses(node.busy) { return .paused(cause) }
        return Elimination.ofModel(need, holding, backend, node)
    }

    /// Fills in the costs, one signal after the other; a verdict if one of them rules it out.
    @inline(__always)
    private mutating func price(
        _ need: Need,
        _ holding: Holding,
        _ backend: Backend,
        _ node: Node,
        _ candidate: inout Candidate,
        at now: Instant
    ) -> Verdict? {
        guard let plan = ContextPlan(need, holding, backend.kind, default: policy.contextDefault) else {
            return .contextTooShort(longest: holding.contextMax ?? holding.contextLength ?? 0)
        }
        candidate.context = plan.context
        if !policy.signalsOff.contains(.affinity) {
            for credit in affinity.credits where credit.backend == backend.id {
                candidate.cachedTokens = min(credit.tokens, Int(need.promptTokens))
            }
        }
        let slots = slots(holding.id)
        let running = occupancy[Int(backend.id.index)].running + occupancy[Int(backend.id.index)].foreignRunning
        latency(need, holding, backend, Double(min(running + 1, max(slots, 1))), &candidate, at: now)
        slowdown(node, &candidate)
        if holding.isResident && !plan.needsReload {
            candidate.action = .start
        } else if let verdict = residence(need, plan, holding.id, &candidate, at: now) {
            return verdict
        }
        queue(need, holding, backend, slots, &candidate, at: now)
        penalties(backend, node, &candidate, at: now)
        return nil
    }

    @inline(__always)
    private mutating func latency(
        _ need: Need,
        _ holding: Holding,
        _ backend: Backend,
        _ concurrency: Double,
        _ candidate: inout Candidate,
        at now: Instant
    ) {
        let index = Int(holding.id.index)
        guard !policy.signalsOff.contains(.latencyHistory) else {
            candidate.costs.prefill = Seconds((need.promptTokens - Double(candidate.cachedTokens)) / 1000)
            candidate.costs.decode = Seconds(need.outputTokens / 30)
            return
        }
        candidate.costs.prefill = Signal.LatencyHistory.prefill(
            experience.latency.predictions[index],
            tokens: need.promptTokens,
            cached: candidate.cachedTokens,
            concurrency: concurrency
        )
        if candidate.cachedTokens > 0 {
            let whole = Signal.LatencyHistory.prefill(
                experience.latency.predictions[index],
                tokens: need.promptTokens,
                cached: 0,
                concurrency: concurrency
            )
            candidate.costs.saved = whole - candidate.costs.prefill
        }
        candidate.costs.decode = Signal.LatencyHistory.decode(
            experience.latency.predictions[index],
            tokens: need.outputTokens,
            concurrency: concurrency
        )
        candidate.costs.failure = Signal.LatencyHistory.failure(
            experience.latency.predictions[index],
            attempt: candidate.costs.prefill + candidate.costs.decode,
            delay: policy.failureDelay,
            at: now
        )
        candidate.confidence = experience.latency.predictions[index].confidence
    }

    @inline(__always)
    private mutating func slowdown(_ node: Node, _ candidate: inout Candidate) {
        if !policy.signalsOff.contains(.thermal) {
            if let factor = Signal.Thermal.slowdown(node.thermal, node.id, experience.thermal) {
                candidate.costs.thermal = factor
            } else {
                candidate.unknown.insert(.thermal)
            }
            candidate.isLastResort = Signal.Thermal.isLastResort(node.thermal)
        }
        guard !policy.signalsOff.contains(.load) else { return }
        if let factor = Signal.Load.slowdown(foreign: node.foreignLoad) {
            candidate.costs.contention = factor
        } else {
            candidate.unknown.insert(.load)
        }
    }

    /// The price of bringing the model into memory, and whether it can be had at all.
    @inline(never)
    private mutating func residence(
        _ need: Need,
        _ plan: ContextPlan,
        _ id: HoldingID,
        _ candidate: inout Candidate,
        at now: Instant
    ) -> Verdict? {
        let off = policy.signalsOff
        let holding = fleet[id]
        let backend = fleet[holding.backend]
        let load = Signal.LoadedModels.load(
            holding,
            needsReload: plan.needsReload,
            rates: experience.latency.loadRates(on: backend.id),
            policy: policy,
            at: now
        )
        if holding.isLoading && !plan.needsReload {
            candidate.action = .wait
        } else {
            guard backend.kind.loadsOnDemand else { return .notLoaded }
            if case .critical? = fleet[backend.node].pressure, !off.contains(.memory) { return .memoryCritical }
            if plan.needsReload, runningHere[Int(holding.id.index)] > 0 { return .memoryInUse }
            let eviction = evictions(for: need.model, plan.context, holding, backend, at: now)
            if let verdict = eviction.verdict, !off.contains(.memory) { return verdict }
            if !off.contains(.memory) { candidate.costs.memory = eviction.harm }
            candidate.action = backend.kind.preloads ? .load : .start
        }
        if off.contains(.loadedModels) { return nil }
        var seconds = load ?? .zero
        if load == nil { candidate.unknown.insert(.loadedModels) }
        if candidate.action != .wait, let other = loads[Int(backend.id.index)], other.holding != holding.id {
            // One load at a time on a backend: this one comes after.
            seconds += max(other.endsAt - now, 1)
            candidate.action = .wait
        }
        candidate.costs.load = seconds
        return nil
    }

    @inline(__always)
    private mutating func queue(
        _ need: Need,
        _ holding: Holding,
        _ backend: Backend,
        _ slots: Int,
        _ candidate: inout Candidate,
        at now: Instant
    ) {
        let index = Int(backend.id.index)
        let free = Signal.QueueDepth.free(
            occupancy[index],
            slots: slots,
            runningHere: runningHere[Int(holding.id.index)],
            backendSlots: max(backend.slots ?? 0, slots)
        )
        if !policy.signalsOff.contains(.queueDepth) {
            let wait = Signal.QueueDepth.wait(
                occupancy[index],
                free: free,
                slots: max(slots, 1),
                priority: need.priority,
                isReady: candidate.action == .start,
                at: now
            )
            // A load and the wait for a slot pass at the same time.
            candidate.costs.wait = max(wait - candidate.costs.load, .zero)
        }
        if candidate.action == .start, free <= 0 { candidate.action = .wait }
    }

    @inline(__always)
    private mutating func penalties(_ backend: Backend, _ node: Node, _ candidate: inout Candidate, at now: Instant) {
        let off = policy.signalsOff
        candidate.costs.preference = backend.handicap + policy.costTier * Double(backend.costTier)
        if !off.contains(.busy) {
            let isQuiet = node.ignoresHabits || experience.habits.isQuiet(node.id)
            if node.isBusyKnown || !isQuiet {
                candidate.costs.busy = Signal.Busy.penalty(node.busy, disturbance: policy.disturbance)
            } else {
                candidate.unknown.insert(.busy)
            }
            if !isQuiet {
                candidate.costs.busy = Signal.Busy.penalty(
                    candidate.costs.busy,
                    experience.habits.outlook(node.id),
                    during: candidate.costs.wait + candidate.costs.load + candidate.costs.service,
                    from: now,
                    disturbance: policy.disturbance
                )
            }
        }
        if !off.contains(.memory) {
            if let penalty = Signal.Memory.penalty(node.pressure, load: candidate.costs.load) {
                candidate.costs.memory += penalty
            } else {
                candidate.unknown.insert(.memory)
            }
        }
    }
}
