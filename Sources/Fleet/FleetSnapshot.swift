/// The fleet as readers see it: names instead of numbers, complete, and immutable, so that it is swapped whole.
package struct FleetSnapshot: Sendable {
    package struct NodeView: Sendable {
        package let node: Node
        package let profile: NodeProfile
        package let backends: [BackendView]
    }

    package struct BackendView: Sendable {
        package let backend: Backend
        package let profile: BackendProfile
        package let models: [ModelView]
    }

    package struct ModelView: Sendable {
        package let name: ModelName
        package let holding: Holding
    }

    package let takenAt: Instant
    package let nodes: [NodeView]

    package init(of state: FleetState, at now: Instant) {
        takenAt = now
        nodes = state.nodes.map { node in
            NodeView(
                node: node,
                profile: state.nodeProfiles[Int(node.id.index)],
                backends: state.backends(of: node.id).filter { !state[$0].isGone }.map { Self.view(of: $0, in: state) }
            )
        }
    }

    private static func view(of backend: BackendID, in state: FleetState) -> BackendView {
        BackendView(
            backend: state[backend],
            profile: state.backendProfiles[Int(backend.index)],
            models: state.holdings(on: backend).filter { state[$0].place != .gone }.map {
                ModelView(name: state.servedNames[Int($0.index)], holding: state[$0])
            }
        )
    }
}
