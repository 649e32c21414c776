/// What a file's tables look like, as the steps that lead there from an empty file.
///
/// The file itself says how many of them it has taken (`user_version`). A released step is never changed: the next one changes
/// what it made.
package struct Schema: Sendable {
    private let steps: [StaticString]

    package init(_ steps: [StaticString]) {
        self.steps = steps
    }

    package var version: Int64 { Int64(steps.count) }

    /// Takes the steps that the file has not taken yet, all or none.
    func migrate(_ connection: Connection, path: String) throws(DatabaseError) {
        let found = try version(of: connection)
        guard found <= version else { throw newer(found, path) }
        // The list of tables is read in any case, so that a damaged one is found now.
        _ = try connection.integer("SELECT count(*) FROM sqlite_master")
        if found == version { return }
        try connection.transaction(for: .writing) { connection throws(DatabaseError) in
            // Another program may have taken them in the meantime.
            let found = try version(of: connection)
            guard found <= version else { throw newer(found, path) }
            for step in steps[Int(found)...] { try connection.execute(step.description) }
            try connection.execute("PRAGMA user_version = \(version)")
        }
    }

    private func version(of connection: Connection) throws(DatabaseError) -> Int64 {
        max(0, try connection.integer("PRAGMA user_version") ?? 0)
    }

    private func newer(_ found: Int64, _ path: String) -> DatabaseError {
        DatabaseError(
            .newer,
            """
            \(path) was written by a newer version of this program (its tables have version \(found), this one knows \
            \(version)): start the newer version, or move the file away to start without what it holds
            """
        )
    }
}
