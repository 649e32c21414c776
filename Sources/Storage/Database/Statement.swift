import CSQLite

/// A statement that was prepared once and runs many times.
final class Statement {
    private let database: OpaquePointer
    private let handle: OpaquePointer

    init(_ sql: String, on database: OpaquePointer) throws(DatabaseError) {
        var handle: OpaquePointer?
        let code = sqlite3_prepare_v3(database, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
        guard code == SQLITE_OK else { throw DatabaseError(code, on: database) }
        guard let handle else { throw DatabaseError(.mistake, "an empty statement") }
        self.database = database
        self.handle = handle
    }

    deinit {
        sqlite3_finalize(handle)
    }

    /// Runs it to its end, with each row it answers.
    func run(_ values: [SQLValue], _ each: (borrowing Row) -> Void) throws(DatabaseError) {
        defer {
            sqlite3_reset(handle)
            sqlite3_clear_bindings(handle)
        }
        precondition(values.count == Int(sqlite3_bind_parameter_count(handle)), "a value for each place holder")
        for (index, value) in values.enumerated() { try check(bind(value, at: Int32(index + 1))) }
        while true {
            let code = sqlite3_step(handle)
            if code == SQLITE_DONE { return }
            guard code == SQLITE_ROW else { throw DatabaseError(code, on: database) }
            each(Row(handle))
        }
    }

    private func bind(_ value: SQLValue, at index: Int32) -> Int32 {
        switch value {
        case .null: sqlite3_bind_null(handle, index)
        case .integer(let value): sqlite3_bind_int64(handle, index, value)
        case .real(let value): sqlite3_bind_double(handle, index, value)
        case .text(var value):
            value.withUTF8 { utf8 in
                utf8.withMemoryRebound(to: CChar.self) {
                    herd_sqlite3_bind_text(handle, index, $0.baseAddress, Int32($0.count))
                }
            }
        case .blob(let value):
            value.isEmpty
                ? sqlite3_bind_zeroblob(handle, index, 0)
                : value.withUnsafeBytes { herd_sqlite3_bind_blob(handle, index, $0.baseAddress, Int32($0.count)) }
        }
    }

    private func check(_ code: Int32) throws(DatabaseError) {
        guard code == SQLITE_OK else { throw DatabaseError(code, on: database) }
    }
}
