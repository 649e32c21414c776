import Fleet
import HTTPEngine
import Routing

/// Where placements on one backend with one model lead, in names and connections instead of numbers.
///
/// An object, made once and kept by the desk: every request that goes there holds a reference.
package final class Destination: Sendable {
    package let node: String
    package let backend: String
    /// What this backend calls the model, to the letter.
    package let model: String
    let server: Backend
    /// What answers from there say in their head, the same each time.
    let answerFields: [UInt8]
    /// Nil where only the very letters are its name. Elsewhere any spelling is as good as another.
    private let name: ModelName?

    /// Nil when the backend has not said where it is.
    init?(_ placement: Placement, _ fleet: FleetState, _ servers: BackendTable) {
        let profile = fleet.backendProfiles[Int(placement.backend.index)]
        guard let address = profile.address, let server = servers[address] else { return nil }
        node = fleet.nodeProfiles[Int(placement.node.index)].name
        backend = profile.name
        model = fleet.spellings[Int(placement.holding.index)]
        self.server = server
        name = fleet[placement.backend].kind == .ollama ? ModelName(model) : nil
        answerFields = AnswerFields.bytes(node: node, backend: backend)
    }

    /// The backend knows its model by what the client wrote.
    func isKnown(as written: String, _ name: ModelName?) -> Bool {
        written == model || self.name != nil && self.name == name
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
