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
    let kind: BackendKind
    private let calls: ServerCalls
    let server: Backend
    /// What answers from there say in their head, the same each time.
    let answerFields: [UInt8]
    /// Of the first attempt of a request that waited for nothing, which most are.
    let usualFields: [UInt8]
    /// And, where they are not from the model that was asked for, from which.
    let modelField: [UInt8]
    private let name: ModelName?

    /// Nil when the backend has not said where it is.
    init?(_ holding: HoldingID, _ fleet: FleetState, _ servers: BackendTable) {
        let backend = fleet[fleet[holding].backend]
        let profile = fleet.backendProfiles[Int(backend.id.index)]
        guard let address = profile.address, let server = servers[address, key: profile.key] else { return nil }
        node = fleet.nodeProfiles[Int(backend.node.index)].name
        self.backend = profile.name
        model = fleet.spellings[Int(holding.index)]
        kind = backend.kind
        calls = backend.calls
        self.server = server
        name = ModelName(model)
        answerFields = AnswerFields.bytes(node: node, backend: self.backend)
        usualFields = AnswerFields.bytes(answerFields, 1, .zero)
        modelField = AnswerFields.bytes(model: model)
    }

    /// What it may be asked.
    var known: ServerCalls { calls.subtracting(server.lacking) }

    /// The backend knows its model by what the client wrote: where it minds the case, by the very letters only.
    func isKnown(as written: String, _ name: ModelName?) -> Bool {
        written == model || kind.traits.foldsNames && self.name == name
    }

    /// The name means this model, however it is written.
    func isCalled(_ name: ModelName?) -> Bool { self.name == name }
}

extension LoadDestination {
    /// Nil when the backend has not said where it is.
    init?(_ order: LoadOrder, _ fleet: FleetState, _ servers: BackendTable) {
        guard let destination = Destination(order.holding, fleet, servers) else { return nil }
        self.init(destination)
    }

    init(_ destination: Destination) {
        endpoint = destination.server.upstream.endpoint
        credential = destination.server.upstream.credential
        kind = destination.kind
        model = destination.model
    }
}
