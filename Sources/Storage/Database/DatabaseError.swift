import CSQLite

/// What went wrong with the database, by what can be done about it, with SQLite's own words.
package struct DatabaseError: Error, Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        /// Another program holds the lock for longer than we wait.
        case busy
        /// The disk, or what we may use of it.
        case full
        case readOnly
        /// It cannot be opened, or the disk fails.
        case unreachable
        /// It is no database, or not a whole one.
        case damaged
        /// A newer program wrote it.
        case newer
        /// We closed it.
        case closed
        /// A statement that is wrong: ours to mend.
        case mistake
    }

    package var kind: Kind
    /// SQLite's extended result code; 0 where SQLite found nothing wrong.
    package var code: Int32
    package var message: String

    init(_ kind: Kind, code: Int32 = 0, _ message: String) {
        self.kind = kind
        self.code = code
        self.message = message
    }

    /// Of the connection's last call, which has failed.
    init(_ code: Int32, on handle: OpaquePointer?) {
        let extended = handle.map { sqlite3_extended_errcode($0) } ?? code
        let words = handle.flatMap { sqlite3_errmsg($0) } ?? sqlite3_errstr(code)
        self.init(Kind(code), code: extended, words.map { String(cString: $0) } ?? "unknown error")
    }
}

extension DatabaseError.Kind {
    fileprivate init(_ code: Int32) {
        switch code & 0xff {
        case SQLITE_BUSY, SQLITE_LOCKED: self = .busy
        case SQLITE_FULL: self = .full
        case SQLITE_READONLY: self = .readOnly
        case SQLITE_CANTOPEN, SQLITE_IOERR, SQLITE_PERM, SQLITE_AUTH, SQLITE_NOMEM: self = .unreachable
        case SQLITE_CORRUPT, SQLITE_NOTADB: self = .damaged
        default: self = .mistake
        }
    }
}

extension DatabaseError: CustomStringConvertible {
    package var description: String { code == 0 ? message : "\(message) (SQLite \(code))" }
}
