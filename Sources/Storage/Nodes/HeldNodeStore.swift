package import Telemetry

/// Keeps which nodes the operator has drained, so that a restart of the router sends nothing there.
package actor HeldNodeStore {
    private let database: Database
    private let time: any TimeSource

    package nonisolated var unownedExecutor: UnownedSerialExecutor { database.unownedExecutor }

    package init(_ database: Database, time: any TimeSource = SystemTime()) {
        self.database = database
        self.time = time
    }

    /// Their names; none where nothing can be read.
    package func load() -> [String] {
        database.attempt(.reading) { connection throws(DatabaseError) in
            try connection.rows("SELECT name FROM held_nodes ORDER BY since, rowid") { row in row.text(0) ?? "" }
        } ?? []
    }

    /// Writes what is so when its turn comes, so that of two orders the later one stands.
    ///
    /// - Returns: false where it could not be written, which the log knows.
    @discardableResult
    package func settle(_ name: String, isHeld: @Sendable () -> Bool) -> Bool {
        let isHeld = isHeld()
        let now = time.wallTime.seconds
        return database.attempt(.writing) { connection throws(DatabaseError) in
            if isHeld {
                try connection.run(
                    "INSERT INTO held_nodes (name, since) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
                    .text(name),
                    .integer(now)
                )
            } else {
                try connection.run("DELETE FROM held_nodes WHERE name = ?", .text(name))
            }
        } != nil
    }
}
