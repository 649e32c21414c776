import Fleet
import HTTPEngine
import Routing

/// Where a placement leads, in names and connections instead of numbers.
package struct Destination: Sendable {
    package let node: String
    package let backend: String
    /// What this backend calls the model, to the letter.
    package let model: String
    let kind: BackendKind
    let server: Backend

    /// Any spelling of a model's name is as good as another.
    package var mindsNoCase: Bool { kind == .ollama }

    /// Nil when the backend has not said where it is.
    init?(_ holding: HoldingID, _ fleet: FleetState, _ servers: BackendTable) {
        let backend = fleet[fleet[holding].backend]
        let profile = fleet.backendProfiles[Int(backend.id.index)]
        guard let address = profile.address, let server = servers[address] else { return nil }
        node = fleet.nodeProfiles[Int(backend.node.index)].name
        self.backend = profile.name
        model = fleet.spellings[Int(holding.index)]
        kind = backend.kind
        self.server = server
    }
}

extension LoadDestination {
    /// Nil when the backend has not said where it is.
    init?(_ order: LoadOrder, _ fleet: FleetState, _ servers: BackendTable) {
        guard let destination = Destination(order.holding, fleet, servers) else { return nil }
        self.init(destination)
    }

    init(_ destination: Destination) {
        endpoint = destination.server.upstream.endpoint
        kind = destination.kind
        model = destination.model
    }
}
