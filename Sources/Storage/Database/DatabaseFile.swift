import Configuration

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Where a database lies: the file, and the two that SQLite keeps beside it.
struct DatabaseFile: Sendable {
    let path: String

    /// Makes the folder and the file, for the owner alone: they tell who asked for what, and when.
    func make() throws(DatabaseError) {
        if let end = path.lastIndex(of: "/"), end > path.startIndex {
            if let code = DataFolder.make(String(path[..<end])) { throw failure("the folder cannot be made", code) }
        }
        // An existing file is not touched: closing it here would take SQLite's locks off it.
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            close(descriptor)
        } else if errno != EEXIST {
            throw failure("the file cannot be made")
        }
    }

    /// Renames the file and its companions to a name that is free. Nothing is deleted.
    func setAside() throws(DatabaseError) -> String {
        var number = 1
        while access("\(path).damaged-\(number)", F_OK) == 0 { number += 1 }
        let aside = "\(path).damaged-\(number)"
        guard rename(path, aside) == 0 else { throw failure("the file cannot be renamed") }
        for companion in ["-wal", "-shm"] where access(path + companion, F_OK) == 0 {
            guard rename(path + companion, aside + companion) == 0 else { throw failure("its log cannot be renamed") }
        }
        return aside
    }

    private func failure(_ what: String, _ code: Int32 = errno) -> DatabaseError {
        let kind: DatabaseError.Kind =
            switch code {
            case EACCES, EPERM, EROFS: .readOnly
            case ENOSPC, EDQUOT: .full
            default: .unreachable
            }
        return DatabaseError(kind, "\(what): \(strerror(code).map { String(cString: $0) } ?? "error \(code)")")
    }
}
