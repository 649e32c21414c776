import CSQLite

/// An open database, for whoever was handed it and only for that moment: it stays on the thread of its `Database`.
///
/// Statements are literals of the source, so no one's text becomes SQL and as many are kept prepared as the source has.
package final class Connection {
    private let handle: OpaquePointer
    /// By where their text stands in the program: it is not read again.
    private var statements: [UnsafePointer<UInt8>: Statement] = [:]

    static let inMemory = ":memory:"
    /// How long to wait for other programs that hold the file's lock.
    private static let busyTimeoutMilliseconds: Int32 = 5_000

    init(opening path: String) throws(DatabaseError) {
        var handle: OpaquePointer?
        // One thread at a time uses the connection, so SQLite need not lock it.
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
        let code = sqlite3_open_v2(path, &handle, flags, nil)
        guard code == SQLITE_OK, let handle else {
            defer { sqlite3_close(handle) }
            throw DatabaseError(code, on: handle)
        }
        self.handle = handle
        try prepare()
    }

    deinit {
        statements.removeAll()
        sqlite3_close_v2(handle)
    }

    /// A log beside the file: readers and the writer do not wait for each other, and the end of the program at any moment, even
    /// by force, loses nothing that was committed.
    private func prepare() throws(DatabaseError) {
        sqlite3_busy_timeout(handle, Self.busyTimeoutMilliseconds)
        // Where the file may not be written SQLite opens it for reading without a word.
        guard sqlite3_db_readonly(handle, "main") == 0 else {
            throw DatabaseError(.readOnly, code: SQLITE_READONLY, "may be read but not written")
        }
        // In an empty file there is nothing to lose, and each of six waits for the disk would delay the first start.
        if try integer("PRAGMA page_count") == 0 { try execute("PRAGMA synchronous = OFF") } else { try beCareful() }
        try execute(
            """
            PRAGMA journal_mode = WAL;
            PRAGMA journal_size_limit = 8388608;
            PRAGMA trusted_schema = OFF;
            """
        )
    }

    /// A loss of power may cost the last seconds, never the file.
    func beCareful() throws(DatabaseError) {
        try execute("PRAGMA synchronous = NORMAL")
    }

    // MARK: Statements

    package func run(_ sql: StaticString, _ values: SQLValue...) throws(DatabaseError) {
        try statement(sql).run(values) { _ in }
    }

    package func rows<Answer>(
        _ sql: StaticString,
        _ values: SQLValue...,
        as answer: (borrowing Row) -> Answer
    ) throws(DatabaseError) -> [Answer] {
        var answers: [Answer] = []
        try statement(sql).run(values) { answers.append(answer($0)) }
        return answers
    }

    /// The first column of the first row, a whole number; nil where there is none.
    package func integer(_ sql: StaticString, _ values: SQLValue...) throws(DatabaseError) -> Int64? {
        var answer: Int64?
        try statement(sql).run(values) { answer = answer ?? $0.integer(0) }
        return answer
    }

    private func statement(_ sql: StaticString) throws(DatabaseError) -> Statement {
        if let known = statements[sql.utf8Start] { return known }
        let new = try Statement(sql.description, on: handle)
        statements[sql.utf8Start] = new
        return new
    }

    /// Several statements, once and without values.
    func execute(_ script: String) throws(DatabaseError) {
        let code = sqlite3_exec(handle, script, nil, nil, nil)
        guard code == SQLITE_OK else { throw DatabaseError(code, on: handle) }
    }

    // MARK: Transactions

    enum Purpose {
        case reading, writing
    }

    /// All of it or nothing.
    func transaction<Answer>(
        for purpose: Purpose,
        _ body: (Connection) throws(DatabaseError) -> Answer
    ) throws(DatabaseError) -> Answer {
        switch purpose {
        case .reading: try run("BEGIN")
        case .writing: try run("BEGIN IMMEDIATE")
        }
        do throws(DatabaseError) {
            let answer = try body(self)
            try run("COMMIT")
            return answer
        } catch {
            rollBack()
            throw error
        }
    }

    /// After some errors, a full disk among them, SQLite has done it already. It cannot fail otherwise: nothing is written.
    private func rollBack() {
        if sqlite3_get_autocommit(handle) == 0 { sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
    }
}
