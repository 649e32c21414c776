import Storage

/// Machines that want to join and wait until the operator says so.
///
/// In memory only: who still wants to join says so again in a few seconds. Anybody may fill this, so it is small, one address may take
/// only part of it, and who falls silent is gone soon.
struct PendingNodes: Sendable {
    struct Entry: Equatable, Sendable {
        let id: String
        /// The secret that it showed first binds it from then on, so that the operator approves whom they saw.
        let secretHash: String
        var name: String
        var wish: String
        var host: String
        /// In seconds since 1970.
        let since: Int64
        var heard: Int64
    }

    static let countMax = 256
    static let countPerHostMax = 16
    /// Who has been silent for so many seconds does not wait any more.
    static let patience: Int64 = 600

    private var entries: [String: Entry] = [:]

    /// In the order in which they came.
    var all: [Entry] { entries.values.sorted { ($0.since, $0.id) < ($1.since, $1.id) } }

    subscript(id: String) -> Entry? { entries[id] }

    func has(name: String) -> Bool { entries.values.contains { $0.name == name } }

    func hasRoom(for host: String) -> Bool {
        entries.count < Self.countMax && entries.values.count { $0.host == host } < Self.countPerHostMax
    }

    mutating func put(_ entry: Entry) { entries[entry.id] = entry }

    mutating func forget(at now: Int64) {
        // Also who was heard of in a future that a wrong clock has shown.
        entries = entries.filter { abs(now - $0.value.heard) < Self.patience }
    }

    /// By its name, or by its id where a name is not enough.
    mutating func take(_ name: String) -> Entry? {
        guard let entry = entries[name] ?? entries.values.first(where: { $0.name == name }) else { return nil }
        return entries.removeValue(forKey: entry.id)
    }
}
