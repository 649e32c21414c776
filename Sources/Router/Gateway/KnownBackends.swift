import HTTPEngine

/// The backends requests can go to: those from the settings, those that were added, and those that nodes have announced.
struct KnownBackends: Sendable {
    let roster: BackendRoster
    let listed: ListedBackends
    let desk: Desk
    let table: BackendTable

    /// Somebody has said which models there are, so that requests can be placed.
    var someAreListed: Bool { desk.knowsModels }

    /// From the settings, or added while the router ran.
    var configured: [Backend] { roster.pools }

    var all: [Backend] {
        let configured = configured
        let announced = desk.addresses.compactMap { table[$0.address, key: $0.key] }
        return configured + announced.filter { new in !configured.contains { $0 === new } }
    }

    /// What only an Ollama knows is asked of one where there is any. Others have paths of their own below `/api/v`.
    func all(knowing route: Route, _ head: RequestHead) -> [Backend] {
        guard route == .apiOther, !head.text(head.path).hasPrefix("/api/v") else { return all }
        let ollamas = desk.ollamas(table).filter(\.isReachable).map(\.server)
        return ollamas.isEmpty ? all : ollamas
    }

    /// Those without an agent that do not say what they have.
    var unlisted: [Backend] {
        configured.filter { !listed.contains($0.upstream.endpoint) }
    }
}
