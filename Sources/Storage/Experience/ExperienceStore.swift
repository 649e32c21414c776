package import Learning
package import Telemetry

/// Keeps what was learned: loaded at the start, and saved while it changes, only the rows that did.
///
/// An actor on the database's thread, so that comparing, encoding and writing are one step there and cost the router nothing.
/// What fails to be written counts as unsaved, and is tried again with the next save; the database has told the log.
package actor ExperienceStore {
    package struct Options: Sendable {
        /// What has not changed for so long is removed.
        package var ageMax = Duration.seconds(90 * 86_400)
        /// Beyond that the oldest are removed.
        package var rowsMax = 100_000

        package init() {}
    }

    private let database: Database
    private let options: Options
    private let time: any TimeSource
    private let log: Logger
    private var saved = Archive()
    /// Of the database when `saved` was true.
    private var restarts = 0
    private var prunedAt: Duration?

    private static let pruneInterval = Duration.seconds(86_400)

    package nonisolated var unownedExecutor: UnownedSerialExecutor { database.unownedExecutor }

    package init(
        _ database: Database,
        options: Options = Options(),
        time: any TimeSource = SystemTime(),
        log: Logger
    ) {
        self.database = database
        self.options = options
        self.time = time
        self.log = log.named("storage")
    }

    /// What earlier runs learned; empty where nothing can be read.
    package func load() -> Archive {
        prune()
        let limit = options.rowsMax
        let rows = database.attempt(.reading) { connection throws(DatabaseError) in
            try Self.rows(connection, limit: limit)
        }
        var archive = Archive()
        var unknown = 0
        for row in rows ?? [] where row?.add(to: &archive) != true { unknown += 1 }
        if unknown > 0 {
            log.warning("part of what was learned is of an unknown shape and is ignored", ["rows": .int(unknown)])
        }
        saved = archive
        return archive
    }

    private static func rows(_ connection: Connection, limit: Int) throws(DatabaseError) -> [ArchiveRow?] {
        try connection.rows(
            "SELECT kind, node, backend, model, value FROM experience ORDER BY seen DESC, id DESC LIMIT ?",
            .integer(limit)
        ) { row in
            guard let kind = row.integer(0).flatMap({ ArchiveRow.Kind(rawValue: $0) }), let value = row.text(4) else {
                return nil
            }
            let (node, backend, model) = (row.text(1) ?? "", row.text(2) ?? "", row.text(3) ?? "")
            return ArchiveRow(kind: kind, node: node, backend: backend, model: model, value: value)
        }
    }

    /// Writes what has changed since the last save. False where it cannot be written: it counts as unsaved, and the database has
    /// told the log.
    @discardableResult
    package func save(_ archive: Archive) -> Bool {
        noticeRestart()
        if let prunedAt, time.uptime - prunedAt >= Self.pruneInterval { prune() }
        let changes = ArchiveRow.changes(from: saved, to: archive)
        if changes.isEmpty { return true }
        let now = time.wallTime.seconds
        let written: Void? = database.attempt(.writing) { connection throws(DatabaseError) in
            for row in changes { try Self.put(row, seen: now, connection) }
        }
        if written != nil { saved = archive }
        return written != nil
    }

    /// Where the file was damaged and an empty one begun, nothing is saved.
    private func noticeRestart() {
        let now = database.assumeIsolated { $0.restarts }
        if now != restarts { saved = Archive() }
        restarts = now
    }

    private static func put(_ row: ArchiveRow, seen: Int64, _ connection: Connection) throws(DatabaseError) {
        try connection.run(
            """
            INSERT INTO experience (kind, node, backend, model, seen, value) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (kind, node, backend, model) DO UPDATE SET seen = excluded.seen, value = excluded.value
            """,
            .integer(row.kind.rawValue),
            .text(row.node),
            .text(row.backend),
            .text(row.model),
            .integer(seen),
            .text(row.value)
        )
    }

    /// Age is counted from the newest row if that is earlier than now: a clock that is wrong once must not cost everything, nor a
    /// machine that was off all summer.
    private func prune() {
        prunedAt = time.uptime
        let now = time.wallTime.seconds
        let age = options.ageMax.components.seconds
        let count = options.rowsMax
        _ = database.attempt(.writing) { connection throws(DatabaseError) in
            try connection.run(
                "DELETE FROM experience WHERE seen < min(?, (SELECT max(seen) FROM experience)) - ?",
                .integer(now),
                .integer(age)
            )
            try connection.run(
                """
                DELETE FROM experience WHERE id IN
                    (SELECT id FROM experience ORDER BY seen DESC, id DESC LIMIT -1 OFFSET ?)
                """,
                .integer(count)
            )
        }
    }
}
