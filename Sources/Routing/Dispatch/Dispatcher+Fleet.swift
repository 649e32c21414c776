package import Fleet
import Learning

/// What the machines say, and what the router sees of them.
extension Dispatcher {
    /// - Parameter wall: the same moment on the calendar of the node's place. Without it nothing is learned of habits.
    package mutating func heartbeat(
        _ beat: Heartbeat,
        at now: Instant,
        on wall: WallTime? = nil
    ) throws(HeartbeatRefusal) -> [Effect] {
        let change = try situation.fleet.apply(beat, at: now)
        if let wall {
            let node = situation.fleet[change.node]
            situation.experience.hear(node, named: beat.node, at: now, on: wall)
        }
        return met(change.node, at: now)
    }

    /// A backend from the settings, or what a probe of one found.
    package mutating func addStatic(_ report: BackendReport, node: String, at now: Instant) -> [Effect] {
        guard let backend = situation.fleet.addStatic(report, node: node, at: now) else { return [] }
        return met(situation.fleet[backend].node, at: now)
    }

    /// A backend that is no longer asked. Who waits for it thinks again; what runs there goes on.
    package mutating func removeStatic(_ backend: BackendID, at now: Instant) -> [Effect] {
        situation.fleet.setReachable(backend, false)
        let effects = replanned(situation.fleet[backend].node, at: now)
        situation.fleet.removeStatic(backend, at: now)
        return effects
    }

    /// The operator took a node away. Who waits for it thinks again; what runs there goes on.
    package mutating func forget(_ node: NodeID, at now: Instant) -> [Effect] {
        situation.fleet.forget(node)
        return met(node, at: now)
    }

    /// The operator holds a node by its name, whether it is met already or later.
    package mutating func hold(_ name: String, _ isHeld: Bool, at now: Instant) -> [Effect] {
        situation.fleet.hold(name, isHeld)
        return situation.fleet.node(named: name).map { replanned($0, at: now) } ?? []
    }

    /// What a backend has now, when it was asked out of turn.
    package mutating func relist(_ models: [ModelReport], on backend: BackendID, at now: Instant) -> [Effect] {
        situation.fleet.take(models, on: backend, at: now)
        return met(situation.fleet[backend].node, at: now)
    }

    private mutating func met(_ node: NodeID, at now: Instant) -> [Effect] {
        situation.grow()
        tally.grow(to: situation.fleet.backends.count)
        for id in situation.fleet.backends(of: node) {
            let backend = situation.fleet[id]
            situation.experience.meet(backend, in: situation.fleet)
            situation.occupancy[Int(id.index)].hear(running: backend.running, waiting: backend.waiting)
            finishLoad(on: id, at: now)
        }
        fleetExpiry = situation.fleet.nextExpiry(after: now)
        var effects: [Effect] = []
        planLanes(touching: node, at: now, &effects)
        return effects
    }

    /// A report may show that a load is done before whoever asked for it says so.
    private mutating func finishLoad(on backend: BackendID, at now: Instant) {
        guard let load = situation.loads[Int(backend.index)] else { return }
        let isDone = situation.fleet[load.holding].isResident
        if isDone || now - load.endsAt > Self.loadForgottenAfter { endLoad(on: backend, isDone ? .done : .failed) }
    }

    private static let loadForgottenAfter = Seconds(600)

    package mutating func hold(_ node: NodeID, _ isHeld: Bool, at now: Instant) -> [Effect] {
        situation.fleet.hold(node, isHeld)
        return replanned(node, at: now)
    }

    package mutating func drain(_ node: NodeID, _ isDraining: Bool, at now: Instant) -> [Effect] {
        situation.fleet.drain(node, isDraining)
        return replanned(node, at: now)
    }

    package mutating func setReachable(_ backend: BackendID, _ isReachable: Bool, at now: Instant) -> [Effect] {
        situation.fleet.setReachable(backend, isReachable)
        return replanned(situation.fleet[backend].node, at: now)
    }

    private mutating func replanned(_ node: NodeID, at now: Instant) -> [Effect] {
        var effects: [Effect] = []
        planLanes(touching: node, at: now, &effects)
        return effects
    }

    /// A load ended that was ordered, or that a placed request brought with it.
    package mutating func loadEnded(
        _ id: HoldingID,
        succeeded: Bool,
        loadSeconds: Seconds? = nil,
        at now: Instant
    ) -> [Effect] {
        let holding = situation.fleet[id]
        let index = Int(holding.backend.index)
        let load = situation.loads[index]
        if load?.holding == id { endLoad(on: holding.backend, succeeded ? .done : .failed) }
        if succeeded {
            situation.fleet.noteResident(id, at: now)
            situation.breakers[index].release(at: now)
            if let load, load.holding == id, let size = holding.size {
                let took = loadSeconds ?? now - load.startedAt
                situation.experience.latency.learnLoad(
                    size,
                    took: max(took - policy.loadOverhead, 0.05),
                    isWarm: load.isWarm,
                    on: holding.backend
                )
            }
        } else {
            situation.fleet.noteUnloaded(id, at: now)
            situation.breakers[index].fail(at: now, policy)
            situation.experience.latency.fail(id, isTruncation: false, at: now)
        }
        var effects: [Effect] = []
        planLanes(touching: holding.backend, at: now, &effects)
        return effects
    }
}
