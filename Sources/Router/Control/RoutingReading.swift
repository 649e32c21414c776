import Fleet
import Learning
import Routing

/// One look at the dispatcher, in names, for a page of metrics.
struct RoutingReading {
    struct OfBackend {
        var node: String
        var backend: String
        let tally: DispatchTally.OfBackend
        let breaker: Breaker.Phase
        let isThere: Bool
        /// Of the models in memory.
        let slots: [(model: String, count: Int)]

        var anonymous: OfBackend {
            var other = self
            other.node = "other"
            other.backend = "other"
            return other
        }
    }

    private(set) var tally = DispatchTally()
    private(set) var waiting = SIMD4<Int>()
    private(set) var backends: [OfBackend] = []
    private(set) var nodes: [NodeState: Int] = [:]

    init() {}

    init(_ dispatcher: Dispatcher, at now: Instant) {
        let fleet = dispatcher.fleet
        tally = dispatcher.tally
        waiting = dispatcher.waitingCounts
        let breakers = dispatcher.breakers
        backends = fleet.backends.map { backend in
            OfBackend(
                node: fleet.nodeProfiles[Int(backend.node.index)].name,
                backend: fleet.backendProfiles[Int(backend.id.index)].name,
                tally: tally.backends[Int(backend.id.index)],
                breaker: breakers[Int(backend.id.index)].phase,
                isThere: !backend.isGone,
                slots: Self.slots(of: backend, dispatcher)
            )
        }
        for node in fleet.nodes where !node.isForgotten { nodes[NodeState(node), default: 0] += 1 }
    }

    private static func slots(of backend: Fleet.Backend, _ dispatcher: Dispatcher) -> [(model: String, count: Int)] {
        if backend.isGone { return [] }
        return dispatcher.fleet.residents[Int(backend.id.index)].compactMap { id in
            guard dispatcher.fleet[id].isResident, let count = dispatcher.experience.slots(id) else { return nil }
            return (dispatcher.fleet.spellings[Int(id.index)], count)
        }
    }
}

/// What may be sent to a node, in one word: the first reason that applies.
enum NodeState: String, CaseIterable {
    case offline, held, draining, paused, late, online

    init(_ node: Node) {
        if node.liveness == .offline {
            self = .offline
        } else if node.isHeld {
            self = .held
        } else if node.isDraining {
            self = .draining
        } else if node.isPaused {
            self = .paused
        } else {
            self = node.liveness == .late ? .late : .online
        }
    }
}
