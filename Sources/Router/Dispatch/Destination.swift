import Fleet
import HTTPEngine
import Routing

/// Where a placement leads, in names and connections instead of numbers.
package struct Destination: Sendable {
    package let node: String
    package let backend: String
    /// What this backend calls the model, to the letter.
    package let model: String
    let server: Backend
    /// Any spelling of a model's name is as good as another.
    package let mindsNoCase: Bool

    /// Nil when the backend has not said where it is.
    init?(_ placement: Placement, _ fleet: FleetState, _ servers: BackendTable) {
        let profile = fleet.backendProfiles[Int(placement.backend.index)]
        guard let address = profile.address, let server = servers[address] else { return nil }
        node = fleet.nodeProfiles[Int(placement.node.index)].name
        backend = profile.name
        model = fleet.spellings[Int(placement.holding.index)]
        self.server = server
        mindsNoCase = fleet[placement.backend].kind == .ollama
    }
}

extension LoadDestination {
    /// Nil when the backend has not said where it is.
    init?(_ order: LoadOrder, _ fleet: FleetState, _ servers: BackendTable) {
        guard let address = fleet.backendProfiles[Int(order.backend.index)].address, let server = servers[address]
        else {
            return nil
        }
        endpoint = server.upstream.endpoint
        kind = fleet[order.backend].kind
        model = fleet.spellings[Int(order.holding.index)]
    }
}
