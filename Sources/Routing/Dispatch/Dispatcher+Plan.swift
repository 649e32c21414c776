import Fleet
import Learning

extension Dispatcher {
    // MARK: - Which lanes

    mutating func planLanes(touching node: NodeID, at now: Instant, _ effects: inout [Effect]) {
        for backend in situation.fleet.backends(of: node) { planLanes(touching: backend, at: now, &effects) }
    }

    /// Something changed on this backend: the lanes it could serve think again, the one with the first ticket first.
    mutating func planLanes(touching backend: BackendID, at now: Instant, _ effects: inout [Effect]) {
        guard waitingCount > 0 else { return }
        let touched = lanes.active.filter { situation.has(lanes[$0].key.model, on: backend) }
        planLanes(touched, at: now, &effects, while: backend)
    }

    /// Given a backend, the others wait for another event once its slots are taken again: for them nothing has changed.
    mutating func planLanes(
        _ numbers: [Int],
        at now: Instant,
        _ effects: inout [Effect],
        while backend: BackendID? = nil
    ) {
        let ordered = numbers.compactMap { number in lanes[number].first.map { (number, $0.order) } }
            .sorted { $0.1 < $1.1 }
        var budget = policy.planBudget
        for (number, _) in ordered {
            plan(number, budget: &budget, at: now, &effects)
            if let backend, isFull(backend) { return }
        }
    }

    private func isFull(_ backend: BackendID) -> Bool {
        let occupancy = situation.occupancy[Int(backend.index)]
        guard let slots = situation.fleet[backend].slots else { return false }
        return occupancy.running + occupancy.foreignRunning >= slots
    }

    mutating func plan(_ lane: Int, at now: Instant, _ effects: inout [Effect]) {
        var budget = policy.planBudget
        plan(lane, budget: &budget, at: now, &effects)
    }

    /// A ticket that joined far back in a long line changes nothing for those the window looks at.
    mutating func plan(_ lane: Int, arriving id: TicketID, at now: Instant, _ effects: inout [Effect]) {
        guard lanes[lane].position(of: tickets[id].order) < policy.planWindow else { return }
        plan(lane, at: now, &effects)
    }

    // MARK: - One lane

    /// Goes through the first tickets in order and gives each what is best for it, given what those before it take.
    private mutating func plan(_ lane: Int, budget: inout Int, at now: Instant, _ effects: inout [Effect]) {
        guard lanes.isOpen(lane) else { return }
        lanes[lane].reconsiderAt = .distantFuture
        releaseClaims(lane)
        var position = 0
        var window = policy.planWindow
        while position < window, position < lanes[lane].count {
            guard budget > 0 else {
                postpone(lane, until: now)
                return
            }
            let id = lanes[lane][position].ticket
            weigh(id, at: now)
            if witness != nil { testify(id, at: now) }
            budget -= max(list.candidates.count, 1)
            guard let best = list.best else {
                if !isHopeless(id, at: now, &effects) { position += 1 }
                continue
            }
            if position == 0 { note(best, lane) }
            switch best.action {
            case .start:
                leaveLane(id)
                start(id, best, at: now, &effects)
                continue
            case .load:
                order(best, at: now, &effects)
            case .wait:
                break
            }
            claim(id, best.backend, best.costs.service)
            if list.hasStart { postpone(lane, until: now + max(best.costs.wait + best.costs.load, 0.02)) }
            window = list.hasStart ? policy.planWindow : min(window, policy.planWindowFull)
            position += 1
        }
        warmAhead(lane, looked: position, at: now, &effects)
    }

    private mutating func releaseClaims(_ lane: Int) {
        for position in 0..<min(lanes[lane].count, policy.planWindow + 1) { releaseClaim(lanes[lane][position].ticket) }
    }

    private mutating func note(_ best: Candidate, _ lane: Int) {
        var slots = 0
        for candidate in list.candidates where candidate.costs.load == .zero {
            slots += situation.slots(candidate.holding)
        }
        lanes[lane].firstWait = best.costs.wait + best.costs.load
        lanes[lane].service = best.costs.service
        lanes[lane].slots = max(slots, 1)
    }

    mutating func postpone(_ lane: Int, until instant: Instant) {
        guard instant < lanes[lane].reconsiderAt else { return }
        lanes[lane].reconsiderAt = instant
        reconsiderAt = min(reconsiderAt, instant)
    }

    /// Prices the backends for a ticket, into `list`.
    mutating func weigh(_ id: TicketID, at now: Instant) {
        let request = tickets[id].request
        weigh(request, tickets[id].model, tickets[id].outputExpected, tickets[id].tried, at: now)
    }

    mutating func weigh(_ request: Request, _ model: ModelID, _ output: Double, _ tried: TriedBackends, at now: Instant)
    {
        refreshEnds(of: model, at: now)
        let need = Need(
            model: model,
            promptTokens: Double(request.promptTokens),
            outputTokens: output,
            contextNeeded: request.promptTokens + Int(min(output * 2, Double(request.outputMax ?? .max))),
            contextAsked: request.contextAsked,
            capabilities: request.capabilities,
            calls: request.calls,
            priority: request.priority,
            tried: tried,
            isLoad: request.isLoad
        )
        situation.findCredits(request, model)
        situation.weigh(need, labels: request.labels, into: &list, at: now)
    }

    // MARK: - Nobody can

    /// Without a candidate a ticket waits for what passes, falls back where it may, or ends. True if it left.
    private mutating func isHopeless(_ id: TicketID, at now: Instant, _ effects: inout [Effect]) -> Bool {
        if let pass = list.rejected.first(where: { $0.verdict.isPassing }) {
            if case .breakerOpen(let until) = pass.verdict { postpone(tickets[id].lane, until: until) }
            return false
        }
        leaveLane(id)
        if let failure = tickets[id].failure {
            end(id, .failed(failure), &effects)
            return true
        }
        var names = tickets[id].modelsLeft
        let next = nextModel(&names)
        tickets[id].modelsLeft = names
        if let model = next {
            fallBack(id, to: model, at: now, &effects)
        } else {
            end(id, .refused(refusal()), &effects)
        }
        return true
    }

    private mutating func fallBack(_ id: TicketID, to model: ModelID, at now: Instant, _ effects: inout [Effect]) {
        let request = tickets[id].request
        tickets[id].model = model
        tickets[id].key = LaneKey(request, model)
        tickets[id].outputExpected = expectedOutput(request, model)
        joinLane(id)
        plan(tickets[id].lane, at: now, &effects)
    }

    func refusal() -> Refusal {
        guard let first = list.rejected.first else { return .modelUnknown }
        if list.rejected.contains(where: { $0.verdict.isAbsence || $0.verdict == .notLoaded }) {
            return .unavailable(retryAfter: 5)
        }
        return .unsuitable(first.verdict)
    }

    // MARK: - Doing it

    /// Where nobody waits and a slot is free there is no line to stand in.
    mutating func startsAtOnce(_ id: TicketID, at now: Instant, _ effects: inout [Effect]) -> Bool {
        weigh(id, at: now)
        guard let best = list.best, best.action == .start else { return false }
        if witness != nil { testify(id, at: now) }
        start(id, best, at: now, &effects)
        return true
    }

    private mutating func start(_ id: TicketID, _ best: Candidate, at now: Instant, _ effects: inout [Effect]) {
        let receipt = Receipt(
            of: list,
            chosen: best.holding,
            model: tickets[id].model,
            decodeWeight: policy.decodeWeight,
            lengthMax: policy.receiptLength,
            at: now
        )
        if witness?.ticket == id {
            // Where it would go is all that is asked; a copy that takes the place would have to copy what it changes.
            tickets[id].tried.insert(best.backend)
        } else {
            occupy(id, best, at: now)
        }
        let node = situation.fleet[best.backend].node
        effects.append(
            .place(
                Placement(
                    ticket: id,
                    attempt: tickets[id].attempts,
                    node: node,
                    backend: best.backend,
                    holding: best.holding,
                    model: situation.fleet.servedNames[Int(best.holding.index)],
                    context: best.context,
                    waited: now - tickets[id].arrivedAt,
                    receipt: receipt
                )
            )
        )
    }
}
