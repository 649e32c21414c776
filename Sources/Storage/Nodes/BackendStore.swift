package import Telemetry

/// Keeps the backends that the router was given while it ran, so that they are there after its restart.
package actor BackendStore {
    private let database: Database
    private let time: any TimeSource

    package nonisolated var unownedExecutor: UnownedSerialExecutor { database.unownedExecutor }

    package init(_ database: Database, time: any TimeSource = SystemTime()) {
        self.database = database
        self.time = time
    }

    /// In the order in which they came; none where nothing can be read.
    package func load() -> [AddedBackend] {
        database.attempt(.reading) { connection throws(DatabaseError) in
            try connection.rows("SELECT url, terms FROM backends ORDER BY added, rowid") { row in
                AddedBackend(url: row.text(0) ?? "", terms: row.text(1) ?? "")
            }
        } ?? []
    }

    /// Writes what is so when its turn comes, so that of two changes the later one stands, in whatever order they get here.
    ///
    /// - Parameter current: nil for a backend that there is no more.
    /// - Returns: false where it could not be written, which the log knows.
    @discardableResult
    package func settle(_ url: String, _ current: @Sendable () -> AddedBackend?) -> Bool {
        let backend = current()
        let now = time.wallTime.seconds
        return database.attempt(.writing) { connection throws(DatabaseError) in
            guard let backend else {
                try connection.run("DELETE FROM backends WHERE url = ?", .text(url))
                return
            }
            try connection.run(
                """
                INSERT INTO backends (url, terms, added) VALUES (?, ?, ?)
                ON CONFLICT (url) DO UPDATE SET terms = excluded.terms, added = excluded.added
                """,
                .text(backend.url),
                .text(backend.terms),
                .integer(now)
            )
        } != nil
    }
}
