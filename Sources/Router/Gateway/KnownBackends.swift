import HTTPEngine

/// The backends requests can go to: those from the settings, and those that nodes have announced.
struct KnownBackends: Sendable {
    let configured: [Backend]
    let listed: ListedBackends
    let silent: SilentBackends
    let desk: Desk
    let table: BackendTable

    /// Somebody has said which models there are, so that requests can be placed.
    var someAreListed: Bool { desk.knowsModels }

    var all: [Backend] {
        let announced = desk.addresses.compactMap { table[$0.address, key: $0.key] }
        return configured + announced.filter { new in !configured.contains { $0 === new } }
    }

    /// Those of the settings that do not say what they have.
    var unlisted: [Backend] {
        configured.filter { !listed.contains($0.upstream.endpoint) }
    }
}
