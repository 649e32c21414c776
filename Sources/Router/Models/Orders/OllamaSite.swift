import Fleet
import Routing

/// An Ollama of the fleet, as an order about models meets it.
struct OllamaSite: Sendable {
    let id: BackendID
    let node: String
    let backend: String
    let server: Backend
    let isReachable: Bool
    /// Nobody has asked that its machine be left alone.
    let isOpen: Bool
    let memoryFree: ByteCount?
    let models: [ModelReport]

    func model(named name: ModelName) -> ModelReport? { models.first { $0.name == name } }

    func has(_ name: ModelName) -> Bool { model(named: name) != nil }

    /// As it is written there.
    func spelling(of name: ModelName) -> String {
        model(named: name).map { $0.spelling ?? $0.name.text } ?? name.description
    }

    fileprivate var used: ByteCount { models.reduce(.zero) { $0 + ($1.size ?? .zero) } }
}

extension Sequence<OllamaSite> {
    /// Where something new goes, best first: where nobody minds, where one of these models is already, where most memory is free,
    /// and where the fewest bytes of models are.
    func ranked(having names: [ModelName] = []) -> [OllamaSite] {
        enumerated().map { place, site in
            (site, names.contains { site.has($0) }, site.memoryFree?.value ?? -1, site.used.value, place)
        }.sorted { a, b in
            if a.0.isOpen != b.0.isOpen { return a.0.isOpen }
            if a.1 != b.1 { return a.1 }
            return (b.2, a.3, a.4) < (a.2, b.3, b.4)
        }.map(\.0)
    }
}

extension Desk {
    /// All that have said where they are, also those that cannot be reached now.
    func ollamas(_ servers: BackendTable) -> [OllamaSite] {
        let found = read { dispatcher, _ in
            let fleet = dispatcher.fleet
            return fleet.backends.filter { $0.kind == .ollama && !$0.isGone }.map { backend in
                let node = fleet[backend.node]
                return (
                    backend, fleet.canReach(backend), !(node.isDraining || node.isHeld || node.isPaused),
                    fleet.nodeProfiles[Int(backend.node.index)].name, fleet.backendProfiles[Int(backend.id.index)]
                )
            }
        }
        let listed = shelf.all
        return found.compactMap { backend, isReachable, isOpen, node, profile in
            guard let server = profile.address.flatMap({ servers[$0] }) else { return nil }
            return OllamaSite(
                id: backend.id,
                node: node,
                backend: profile.name,
                server: server,
                isReachable: isReachable,
                isOpen: isOpen,
                memoryFree: backend.memoryFree ?? backend.memoryTotal,
                models: listed[backend.id] ?? []
            )
        }
    }
}
