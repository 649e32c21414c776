package import Telemetry

/// Keeps which nodes have proven who they are, so that a restart of the router lets nobody take their place.
package actor NodeStore {
    private let database: Database
    private let time: any TimeSource

    package nonisolated var unownedExecutor: UnownedSerialExecutor { database.unownedExecutor }

    package init(_ database: Database, time: any TimeSource = SystemTime()) {
        self.database = database
        self.time = time
    }

    /// In the order in which they came; none where nothing can be read.
    package func load() -> [KnownNode] {
        database.attempt(.reading) { connection throws(DatabaseError) in
            try connection.rows(
                "SELECT id, secret_hash, name, wish, last_seen FROM nodes ORDER BY first_seen, rowid"
            ) { row in
                KnownNode(
                    id: row.text(0) ?? "",
                    secretHash: row.text(1) ?? "",
                    name: row.text(2) ?? "",
                    wish: row.text(3) ?? "",
                    seen: max(row.integer(4) ?? 0, 0)
                )
            }
        } ?? []
    }

    /// - Parameter isBack: whether it has been bound again by the time its turn comes, so that it stays.
    package func remove(_ id: String, unless isBack: @Sendable () -> Bool) {
        if isBack() { return }
        _ = database.attempt(.writing) { connection throws(DatabaseError) in
            try connection.run("DELETE FROM nodes WHERE id = ?", .text(id))
        }
    }

    /// Where it cannot be written, the database has told the log, and the node is known until the router ends.
    package func put(_ node: KnownNode) {
        let now = time.wallTime.seconds
        _ = database.attempt(.writing) { connection throws(DatabaseError) in
            try connection.run(
                """
                INSERT INTO nodes (id, secret_hash, name, wish, first_seen, last_seen) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET secret_hash = excluded.secret_hash, name = excluded.name,
                    wish = excluded.wish, last_seen = excluded.last_seen
                """,
                .text(node.id),
                .text(node.secretHash),
                .text(node.name),
                .text(node.wish),
                .integer(now),
                .integer(node.seen)
            )
        }
    }

    /// Nodes that are not coming back. What was learned of them stays.
    package func remove(_ ids: [String]) {
        if ids.isEmpty { return }
        _ = database.attempt(.writing) { connection throws(DatabaseError) in
            for id in ids { try connection.run("DELETE FROM nodes WHERE id = ?", .text(id)) }
        }
    }

    /// Who this router is over all its restarts: what was kept first, or this from now on.
    package func routerID(new: String) -> String {
        database.attempt(.writing) { connection throws(DatabaseError) in
            let kept = try connection.rows("SELECT id FROM router LIMIT 1") { row in row.text(0) ?? "" }
            if let id = kept.first { return id }
            try connection.run("INSERT INTO router (id) VALUES (?)", .text(new))
            return new
        } ?? new
    }
}
