package import Telemetry

/// One SQLite file, one connection, one thread: whoever wants to read or write waits for the turn without blocking.
///
/// What we keep is experience and history; losing it makes Herd slower for a while, never wrong. So the world's faults do not
/// stop the program: a damaged file is renamed and a new one begun; where nothing can be written the tables live in memory
/// until the program ends. The log says so once. Only a file from a newer program is refused: to write into it would spoil it.
package actor Database {
    package nonisolated let path: String
    private nonisolated let thread = StorageThread()
    private let opening: Opening
    private let log: Logger
    private var connection: Connection?
    /// The last attempt to use the file failed, and the log knows.
    private var isFailing = false
    /// How many empty databases were begun because a damaged one was set aside: what was written before is gone from the tables.
    private(set) var restarts = 0
    /// What is written outlives the program.
    package private(set) var isKept: Bool

    package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Opens the file, or makes it with its folder, on the calling thread. Throws only for a file from a newer program.
    package init(path: String, schema: Schema = .herd, log: Logger) throws(DatabaseError) {
        self.path = path
        self.log = log.named("storage")
        opening = Opening(file: DatabaseFile(path: path), schema: schema, log: self.log)
        let outcome = try opening.begin()
        connection = outcome.connection
        isKept = outcome.isKept
    }

    deinit {
        thread.stop()
    }

    /// Reads what is there at one moment.
    package func read<Answer: Sendable>(
        _ body: @Sendable (Connection) throws(DatabaseError) -> Answer
    ) throws(DatabaseError) -> Answer {
        try perform(for: .reading, body)
    }

    /// Writes all of it or nothing. What was written is safe from the end of this program at any moment.
    package func write<Answer: Sendable>(
        _ body: @Sendable (Connection) throws(DatabaseError) -> Answer
    ) throws(DatabaseError) -> Answer {
        let answer = try perform(for: .writing, body)
        if isFailing { log.info("writing again", ["path": .string(path)]) }
        isFailing = false
        return answer
    }

    /// Nothing can be read or written any more. SQLite folds its log into the file.
    package func close() {
        connection = nil
    }

    /// For the actors that share this one's thread: one step, without an `await` in it. Nil where it failed, which the log knows.
    nonisolated func attempt<Answer: Sendable>(
        _ purpose: Connection.Purpose,
        _ body: @Sendable (Connection) throws(DatabaseError) -> Answer
    ) -> Answer? {
        assumeIsolated { database in
            switch purpose {
            case .reading: try? database.read(body)
            case .writing: try? database.write(body)
            }
        }
    }

    private func perform<Answer>(
        for purpose: Connection.Purpose,
        _ body: (Connection) throws(DatabaseError) -> Answer
    ) throws(DatabaseError) -> Answer {
        guard let connection else { throw DatabaseError(.closed, "the database is closed") }
        do throws(DatabaseError) {
            return try connection.transaction(for: purpose, body)
        } catch {
            if error.kind == .damaged { startOver(after: error) } else { report(error) }
            throw error
        }
    }

    // MARK: The world's faults

    private func report(_ error: DatabaseError) {
        guard !isFailing else { return }
        isFailing = true
        log.warning("cannot use the database, going on without", ["path": .string(path), "why": .string("\(error)")])
    }

    /// The damage showed itself only now.
    private func startOver(after error: DatabaseError) {
        connection = nil
        restarts += 1
        do throws(DatabaseError) {
            let outcome = try opening.beginAnew(after: error)
            connection = outcome.connection
            isKept = outcome.isKept
        } catch {
            report(error)
        }
    }
}
