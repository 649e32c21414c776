import Telemetry

/// How a database comes to be open whatever the disk says: the file; an empty one where it is damaged; memory where nothing can
/// be written. The log hears of it once.
struct Opening: Sendable {
    struct Outcome {
        let connection: Connection
        /// What is written outlives the program.
        let isKept: Bool
    }

    let file: DatabaseFile
    let schema: Schema
    let log: Logger

    /// Throws for a file from a newer program, and for a schema that is wrong even for an empty file.
    func begin() throws(DatabaseError) -> Outcome {
        do throws(DatabaseError) {
            return Outcome(connection: try connect(), isKept: true)
        } catch {
            switch error.kind {
            // Tables that the steps do not fit are no better than no tables: somebody restored a copy without its version.
            case .damaged, .mistake: return try beginAnew(after: error)
            case .newer: throw error
            case .busy, .full, .readOnly, .unreachable, .closed: return try inMemory(after: error)
            }
        }
    }

    /// The file is damaged, and nobody has it open.
    func beginAnew(after error: DatabaseError) throws(DatabaseError) -> Outcome {
        do throws(DatabaseError) {
            let aside = try file.setAside()
            log.warning(
                "the database cannot be read: it was renamed and an empty one begun",
                ["path": .string(file.path), "now": .string(aside), "why": .string("\(error)")]
            )
            return Outcome(connection: try connect(), isKept: true)
        } catch {
            return try inMemory(after: error)
        }
    }

    private func connect() throws(DatabaseError) -> Connection {
        try file.make()
        let connection = try Connection(opening: file.path)
        try schema.migrate(connection, path: file.path)
        try connection.beCareful()
        return connection
    }

    private func inMemory(after error: DatabaseError) throws(DatabaseError) -> Outcome {
        let connection = try Connection(opening: Connection.inMemory)
        try schema.migrate(connection, path: Connection.inMemory)
        log.warning(
            "the database cannot be used: what is learned lasts until the program ends",
            ["path": .string(file.path), "why": .string("\(error)")]
        )
        return Outcome(connection: connection, isKept: false)
    }
}
