import Fleet
package import HTTPEngine
import Routing

/// Where a placement leads, in names and connections instead of numbers.
package struct Destination: Sendable {
    package let node: String
    package let backend: String
    /// What this backend calls the model, to the letter.
    package let model: String
    package let upstream: Upstream

    /// Nil when the backend has not said where it is.
    init?(_ placement: Placement, _ fleet: FleetState, _ upstreams: UpstreamTable) {
        let profile = fleet.backendProfiles[Int(placement.backend.index)]
        guard let address = profile.address, let upstream = upstreams[address] else { return nil }
        node = fleet.nodeProfiles[Int(placement.node.index)].name
        backend = profile.name
        model = fleet.spellings[Int(placement.holding.index)]
        self.upstream = upstream
    }
}
