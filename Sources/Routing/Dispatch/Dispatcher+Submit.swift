package import Fleet
import Learning

extension Dispatcher {
    /// A request came. The effects place it, refuse it, or (neither) leave it waiting in its lane.
    package mutating func submit(_ request: Request, at now: Instant) -> (ticket: TicketID, effects: [Effect]) {
        var effects: [Effect] = []
        let id = tickets.nextID
        var names = aliases.isEmpty ? request.models[...] : meaning(of: request)
        guard let model = nextModel(&names) else {
            return (refused(request, .modelUnknown, &effects), effects)
        }
        if let refusal = admission(of: request, model, at: now) {
            return (refused(request, refusal, &effects), effects)
        }
        situation.demand.arrived(model, at: now)
        tickets.insert(makeTicket(id, request, model, names, at: now))
        if lanes.number(of: tickets[id].key) == nil, startsAtOnce(id, at: now, &effects) { return (id, effects) }
        joinLane(id)
        plan(tickets[id].lane, arriving: id, at: now, &effects)
        return (id, effects)
    }

    /// The models that the names in the request stand for.
    func meaning(of request: Request) -> ArraySlice<ModelName> {
        aliases.meaning(of: request.models) { situation.fleet.presentModel(named: $0) != nil }[...]
    }

    /// The first of the names that any backend has; the others are kept as fallbacks.
    ///
    /// Changes nothing of the dispatcher, but is `mutating`: for a method that is not, all of it would be copied.
    mutating func nextModel(_ names: inout ArraySlice<ModelName>) -> ModelID? {
        while let name = names.popFirst() {
            if let model = situation.fleet.presentModel(named: name) { return model }
        }
        return nil
    }

    private mutating func makeTicket(
        _ id: TicketID,
        _ request: Request,
        _ model: ModelID,
        _ fallbacks: ArraySlice<ModelName>,
        at now: Instant
    ) -> Ticket {
        let output = expectedOutput(request, model)
        let cost = Seconds(Double(request.promptTokens) / 1000 + output / 30)
        sequence += 1
        return Ticket(
            id: id,
            request: request,
            model: model,
            modelsLeft: fallbacks,
            key: LaneKey(request, model),
            order: LaneOrder(
                priority: request.priority,
                tag: shares.tag(request.client, at: now),
                sequence: sequence
            ),
            arrivedAt: now,
            deadline: request.deadline ?? now + policy.waitMax,
            outputExpected: output,
            work: cost
        )
    }

    func expectedOutput(_ request: Request, _ model: ModelID) -> Double {
        if let expected = request.outputExpected { return Double(expected) }
        return situation.experience.output.expected(model, request.client, limit: request.outputMax)
    }

    // MARK: - Bounds

    private func admission(of request: Request, _ model: ModelID, at now: Instant) -> Refusal? {
        let key = LaneKey(request, model)
        if let deadline = request.deadline, deadline <= now { return .unavailable(retryAfter: 1) }
        if tickets.count >= policy.ticketsMax || waitingBytes + request.bytes > policy.waitingBytesMax {
            return .routerFull(retryAfter: retryAfter(key))
        }
        guard let number = lanes.number(of: key) else {
            return lanes.count < policy.lanesMax ? nil : .routerFull(retryAfter: 1)
        }
        let lane = lanes[number]
        if lane.count >= policy.laneLengthMax { return .laneFull(retryAfter: retryAfter(key)) }
        let share = Double(policy.laneLengthMax) * policy.clientShareMax
        if Double(lane.clients[request.client] ?? 0) >= max(share, 1) {
            return .laneFull(retryAfter: retryAfter(key))
        }
        return nil
    }

    private mutating func refused(_ request: Request, _ refusal: Refusal, _ effects: inout [Effect]) -> TicketID {
        let id = tickets.nextID
        sequence += 1
        // A ticket that exists only to end: its number is never given again.
        tickets.insert(
            Ticket(
                id: id,
                request: request,
                model: ModelID(index: 0),
                modelsLeft: [],
                key: LaneKey(request, ModelID(index: 0)),
                order: LaneOrder(priority: request.priority, tag: 0, sequence: sequence),
                arrivedAt: .distantPast,
                deadline: .distantPast
            )
        )
        end(id, .refused(refusal), &effects)
        return id
    }

    /// When the line will have moved enough: the expected wait behind its last ticket.
    func retryAfter(_ key: LaneKey) -> Seconds {
        guard let number = lanes.number(of: key) else { return 1 }
        let lane = lanes[number]
        let tail = lane.service * (Double(lane.count) / Double(max(lane.slots, 1)))
        return min(max(lane.firstWait + tail, 1), 600)
    }
}
