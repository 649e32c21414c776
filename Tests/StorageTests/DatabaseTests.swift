import TestSupport
import Testing

@testable import Storage

@Suite struct DatabaseTests {
    private let folder: TemporaryFolder
    private let log = LogLines()
    private let database: Database

    init() throws {
        folder = try TemporaryFolder()
        database = try Database(path: folder("herd.sqlite"), schema: Sample.schema, log: log.logger)
    }

    private func add(_ name: String) async throws {
        try await database.write { connection throws(DatabaseError) in
            try connection.run("INSERT INTO things (name) VALUES (?)", .text(name))
        }
    }

    private func names() async throws -> [String?] {
        try await database.read { connection throws(DatabaseError) in
            try connection.rows("SELECT name FROM things ORDER BY id") { $0.text(0) }
        }
    }

    @Test func `values come back as they were, the odd ones too`() async throws {
        let values: [SQLValue] = [
            .null, .integer(Int64.min), .integer(Int64.max), .real(0.1), .real(-.infinity), .text(""),
            .text("a\0b ü 🐑"),
            .blob([]), .blob([0, 255]),
        ]
        let back = try await database.read { connection throws(DatabaseError) in
            var back: [SQLValue] = []
            for value in values {
                back += try connection.rows("SELECT ?1, typeof(?1)", value) { row in
                    switch row.text(1) {
                    case "integer": .integer(row.integer(0) ?? 0)
                    case "real": .real(row.real(0) ?? 0)
                    case "text": .text(row.text(0))
                    case "blob": .blob(row.blob(0) ?? [1])
                    default: row.integer(0) == nil && row.real(0) == nil && row.text(0) == nil ? .null : .integer(1)
                    }
                }
            }
            return back
        }
        #expect(back == values)
    }

    @Test func `what was written is there after a restart`() async throws {
        try await add("a")
        await database.close()
        let again = try Database(path: folder("herd.sqlite"), schema: Sample.schema, log: log.logger)
        let names = try await again.read { connection throws(DatabaseError) in
            try connection.rows("SELECT name FROM things") { $0.text(0) }
        }
        #expect(names == ["a"])
        #expect(await again.isKept)
        #expect(log.all == [])
    }

    @Test func `closing folds the log into the file, and later use is an error`() async throws {
        try await add("a")
        await database.close()
        #expect(folder.names == ["herd.sqlite"])
        let error = await #expect(throws: DatabaseError.self) { try await names() }
        #expect(error?.kind == .closed)
    }

    @Test func `a failed write leaves nothing behind`() async throws {
        let error = await #expect(throws: DatabaseError.self) {
            try await database.write { connection throws(DatabaseError) in
                try connection.run("INSERT INTO things (id, name) VALUES (1, 'a')")
                try connection.run("INSERT INTO things (id, name) VALUES (1, 'b')")
            }
        }
        #expect(error?.kind == .mistake)
        #expect(error?.message == "UNIQUE constraint failed: things.id")
        #expect(try await names() == [])
        try await add("c")
        #expect(try await names() == ["c"])
    }

    @Test func `a statement that SQLite does not understand says what is wrong with it`() async throws {
        let error = await #expect(throws: DatabaseError.self) {
            try await database.read { connection throws(DatabaseError) in try connection.run("SELECT nonsense") }
        }
        #expect(error?.message == "no such column: nonsense")
    }

    @Test func `many read and write at once, and no reader sees half a write`() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask {
                    for _ in 0..<20 {
                        try await database.write { connection throws(DatabaseError) in
                            for _ in 0..<3 {
                                try connection.run("INSERT INTO things (name) VALUES (?)", .text("\(writer)"))
                            }
                        }
                    }
                }
                group.addTask {
                    for _ in 0..<20 {
                        let count = try await database.read { connection throws(DatabaseError) in
                            try connection.integer("SELECT count(*) FROM things")
                        }
                        #expect((count ?? -1) % 3 == 0)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await names().count == 480)
    }

    @Test func `another program reads while we write, and both write`() async throws {
        let other = try Database(path: folder("herd.sqlite"), schema: Sample.schema, log: log.logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for one in [database, other] {
                group.addTask {
                    for _ in 0..<50 {
                        try await one.write { connection throws(DatabaseError) in
                            try connection.run("INSERT INTO things (name) VALUES ('x')")
                        }
                        let count = try await one.read { connection throws(DatabaseError) in
                            try connection.integer("SELECT count(*) FROM things")
                        }
                        #expect((count ?? 0) > 0)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await names().count == 100)
        #expect(log.all == [])
    }

    @Test func `a database nobody holds any more is closed`() async throws {
        try await add("a")
        let path = folder("other.sqlite")
        do {
            let other = try Database(path: path, schema: Sample.schema, log: log.logger)
            try await other.write { connection throws(DatabaseError) in
                try connection.run("INSERT INTO things (name) VALUES ('x')")
            }
        }
        // Whoever opens it next and is the last to close it finds no other connection, so the log goes.
        await (try Database(path: path, schema: Sample.schema, log: log.logger)).close()
        #expect(!folder.names.contains("other.sqlite-wal"))
    }
}
