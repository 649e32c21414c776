package import Fleet

/// Requests to have a model in memory, or out of it, with nothing to answer: they take no slot and wait in no line.
extension Dispatcher {
    /// The backend to have the model in memory: one where it is, else one where it soon will be, else the cheapest.
    package mutating func chooseLoad(_ request: Request, tried: TriedBackends, at now: Instant) -> LoadChoice {
        var names = meaning(of: request)
        var refusal = Refusal.modelUnknown
        while let model = nextModel(&names) {
            weigh(request, model, 0, tried, at: now)
            if let (best, place) = cheapestHome() { return .go(step(best, place, at: now)) }
            if refusal == .modelUnknown { refusal = refusalOfLoad() }
        }
        return .refused(refusal)
    }

    /// The end of what `chooseLoad` began.
    ///
    /// - Parameter result: nil when the client left, with which a load may end or not.
    package mutating func settleLoad(_ step: LoadStep, _ result: AttemptResult?, at now: Instant) -> [Effect] {
        let id = step.order.holding
        let backend = step.order.backend
        switch result {
        case .completed:
            if case .begun = step.place { return loadEnded(id, succeeded: true, at: now) }
            situation.fleet.noteResident(id, at: now)
        case .failed(let failure) where failure.countsAgainstBackend:
            if case .begun = step.place { return loadEnded(id, succeeded: false, at: now) }
            situation.breakers[Int(backend.index)].fail(at: now, policy)
        case .failed, nil:
            situation.breakers[Int(backend.index)].release(at: now)
            if case .begun = step.place {
                endLoad(on: backend, .failed)
                situation.fleet.noteUnloaded(id, at: now)
            }
            if case .failed(let failure) = result, failure.kind == .modelMissing { situation.fleet.noteAbsent(id) }
        }
        var effects: [Effect] = []
        planLanes(touching: backend, at: now, &effects)
        return effects
    }

    /// Where the model is in memory or on the way there, of the backends that can be told; nil when nobody has it at all.
    package func homes(of request: Request) -> [HoldingID]? {
        guard let model = meaning(of: request).lazy.compactMap({ fleet.presentModel(named: $0) }).first else {
            return nil
        }
        return fleet.holdings(of: model).filter { id in
            let holding = fleet[id]
            let backend = fleet[holding.backend]
            return (holding.isResident || holding.isLoading) && backend.isReachable && !backend.isGone
                && fleet[backend.node].liveness != .offline && fleet.hasLabels(request.labels, backend.id)
        }
    }

    /// These have let the model go. Where it still answers, it leaves later, and the backend's next report will say so.
    package mutating func unloaded(_ ids: [HoldingID], at now: Instant) -> [Effect] {
        var effects: [Effect] = []
        for id in ids where situation.runningHere[Int(id.index)] == 0 {
            let backend = fleet[id].backend
            if situation.loads[Int(backend.index)]?.holding == id { endLoad(on: backend, .failed) }
            situation.fleet.noteUnloaded(id, at: now)
            planLanes(touching: backend, at: now, &effects)
        }
        return effects
    }

    // MARK: Choosing

    private func cheapestHome() -> (Candidate, LoadStep.Place)? {
        var best: (candidate: Candidate, place: LoadStep.Place)?
        for candidate in list.candidates {
            guard let place = place(candidate) else { continue }
            if let known = best, known.place.rank < place.rank { continue }
            if let known = best, known.place.rank == place.rank, !candidate.precedes(known.candidate) { continue }
            best = (candidate, place)
        }
        return best
    }

    /// Nil where it is not in memory and nobody can have it loaded.
    private func place(_ candidate: Candidate) -> LoadStep.Place? {
        let holding = fleet[candidate.holding]
        let isLongEnough = candidate.context == nil || candidate.context == holding.contextLength
        if isLongEnough, holding.isResident { return .resident }
        if isLongEnough, holding.isLoading { return .underWay }
        guard fleet[candidate.backend].kind.preloads else { return nil }
        return situation.loads[Int(candidate.backend.index)] == nil ? .begun : .underWay
    }

    private mutating func step(_ best: Candidate, _ place: LoadStep.Place, at now: Instant) -> LoadStep {
        if case .begun = place { return LoadStep(order: begin(best, at: now), place: place) }
        situation.breakers[Int(best.backend.index)].pass(at: now, policy)
        situation.fleet.noteUsed(best.holding, at: now)
        return LoadStep(order: LoadOrder(best, situation.fleet), place: place)
    }

    private func refusalOfLoad() -> Refusal {
        if list.rejected.contains(where: { $0.verdict.isPassing }) { return .unavailable(retryAfter: 5) }
        return list.candidates.isEmpty ? refusal() : .unsuitable(.notLoaded)
    }
}

extension LoadStep.Place {
    fileprivate var rank: Int {
        switch self {
        case .resident: 0
        case .underWay: 1
        case .begun: 2
        }
    }
}
