import TestSupport
import Testing

@testable import Storage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct OpeningTests {
    private let folder: TemporaryFolder
    private let log = LogLines()

    init() throws {
        folder = try TemporaryFolder()
    }

    private func open(_ name: String = "herd.sqlite", _ schema: Schema = Sample.schema) throws -> Database {
        try Database(path: folder(name), schema: schema, log: log.logger)
    }

    private func add(_ database: Database) async throws {
        try await database.write { connection throws(DatabaseError) in
            try connection.run("INSERT INTO things (name) VALUES ('x')")
        }
    }

    private func count(_ database: Database) async throws -> Int64? {
        try await database.read { connection throws(DatabaseError) in
            try connection.integer("SELECT count(*) FROM things")
        }
    }

    private func filled(_ rows: Int = 2_000) async throws {
        let database = try open()
        try await database.write { connection throws(DatabaseError) in
            for row in 0..<rows {
                try connection.run("INSERT INTO things (name) VALUES (?)", .text("a thing called \(row)"))
            }
        }
        await database.close()
    }

    // MARK: Making

    @Test func `the folder and the file are made, for the owner alone`() async throws {
        let database = try open("a/b/herd.sqlite")
        try await add(database)
        #expect(folder.mode(of: "a/b") == 0o700)
        #expect(folder.mode(of: "a/b/herd.sqlite") == 0o600)
        #expect(folder.mode(of: "a/b/herd.sqlite-wal") == 0o600)
        #expect(log.all == [])
    }

    @Test func `an empty file gets its tables`() async throws {
        folder.write([], to: "herd.sqlite")
        let database = try open()
        #expect(try await count(database) == 0)
    }

    @Test func `a file takes the steps it has not taken yet, and keeps its rows`() async throws {
        try await filled(3)
        let later = Schema([
            "CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT)",
            "ALTER TABLE things ADD COLUMN weight INTEGER NOT NULL DEFAULT 7; CREATE INDEX named ON things (name)",
            "UPDATE things SET weight = weight + 1",
        ])
        for _ in 0..<2 {
            let database = try open("herd.sqlite", later)
            let weights = try await database.read { connection throws(DatabaseError) in
                try connection.rows("SELECT weight FROM things") { $0.integer(0) }
            }
            #expect(weights == [8, 8, 8])
            await database.close()
        }
    }

    @Test func `a file that the steps do not fit is renamed as it was`() async throws {
        try await filled(3)
        let others = Schema([
            "CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT)", "DELETE FROM things",
            "CREATE TABLE others (id INTEGER)",
        ])
        try await open().write { connection throws(DatabaseError) in
            try connection.run("CREATE TABLE others (id INTEGER)")
        }
        let database = try open("herd.sqlite", others)
        #expect(try await count(database) == 0)
        #expect(log.warnings.count == 1)
        #expect(log.warnings.first?.contains("table others already exists") == true)
        let renamed = try open("herd.sqlite.damaged-1")
        #expect(try await count(renamed) == 3)
    }

    @Test func `steps that are wrong for an empty file are our mistake`() throws {
        let error = #expect(throws: DatabaseError.self) { try open("herd.sqlite", Schema(["NONSENSE"])) }
        #expect(error?.kind == .mistake)
        #expect(error?.message.contains("syntax error") == true)
    }

    @Test func `two who open a new file at once take each step once`() async throws {
        let (path, logger) = (folder("herd.sqlite"), log.logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask { _ = try Database(path: path, schema: Sample.schema, log: logger) }
            }
            try await group.waitForAll()
        }
        #expect(log.all == [])
    }

    // MARK: A file from a newer program

    @Test func `a file from a newer program is refused with its name and what to do, and left as it is`() async throws {
        try await filled(3)
        let before = folder.bytes(of: "herd.sqlite")
        let error = #expect(throws: DatabaseError.self) { try open("herd.sqlite", Schema([])) }
        #expect(error?.kind == .newer)
        #expect(
            error?.message == """
                \(folder("herd.sqlite")) was written by a newer version of this program (its tables have version 1, this one \
                knows 0): start the newer version, or move the file away to start without what it holds
                """
        )
        #expect(folder.bytes(of: "herd.sqlite") == before)
        #expect(folder.names == ["herd.sqlite"])
    }

    // MARK: A damaged file

    @Test func `a file that is no database is renamed, not deleted, and an empty one begun`() async throws {
        let garbage = [UInt8]("this is no database, but it is long enough to be taken for one. ".utf8)
        for number in 1...2 {
            folder.write(garbage + garbage, to: "herd.sqlite")
            let database = try open()
            try await add(database)
            #expect(try await count(database) == 1)
            #expect(await database.isKept)
            #expect(folder.bytes(of: "herd.sqlite.damaged-\(number)") == garbage + garbage)
            #expect(log.warnings.count == number)
            await database.close()
        }
        #expect(log.warnings[0].contains("herd.sqlite.damaged-1"))
        #expect(log.warnings[0].contains("file is not a database"))
    }

    @Test func `a list of tables that is damaged is found when the file is opened`() async throws {
        try await filled()
        var bytes = folder.bytes(of: "herd.sqlite")
        for index in 100..<4096 { bytes[index] = 0xff }
        folder.write(bytes, to: "herd.sqlite")
        let database = try open()
        #expect(try await count(database) == 0)
        #expect(folder.bytes(of: "herd.sqlite.damaged-1") == bytes)
    }

    @Test func `a file cut off in the middle is found when it is read, and the next write is kept`() async throws {
        try await filled()
        let bytes = folder.bytes(of: "herd.sqlite")
        folder.write(Array(bytes.prefix(bytes.count / 2)), to: "herd.sqlite")
        let database = try open()
        if log.warnings.isEmpty {
            let error = await #expect(throws: DatabaseError.self) { try await count(database) }
            #expect(error?.kind == .damaged)
        }
        try await add(database)
        #expect(try await count(database) == 1)
        #expect(folder.names.contains("herd.sqlite.damaged-1"))
        #expect(log.warnings.count == 1)
        await database.close()
        #expect(try await count(open()) == 1)
    }

    @Test func `pages that are damaged are found when they are read`() async throws {
        try await filled()
        var bytes = folder.bytes(of: "herd.sqlite")
        for index in 4096..<bytes.count { bytes[index] = 0xff }
        folder.write(bytes, to: "herd.sqlite")
        let database = try open()
        let error = await #expect(throws: DatabaseError.self) { try await count(database) }
        #expect(error?.kind == .damaged)
        try await add(database)
        #expect(try await count(database) == 1)
        #expect(await database.restarts == 1)
    }

    // MARK: A disk that takes nothing

    @Test func `where the folder cannot be made the tables live in memory, and the log says so once`() async throws {
        folder.write([1], to: "file")
        let database = try open("file/herd.sqlite")
        for _ in 0..<3 { try await add(database) }
        #expect(try await count(database) == 3)
        #expect(await !database.isKept)
        #expect(log.all.count == 1)
        #expect(log.warnings.first?.contains("Not a directory") == true)
    }

    @Test func `a folder where the file should be does not stop anything either`() async throws {
        mkdir(folder("herd.sqlite"), 0o700)
        let database = try open()
        try await add(database)
        #expect(await !database.isKept)
        #expect(log.warnings.count == 1)
        #expect(folder.names == ["herd.sqlite"])
    }

    @Test(.enabled(if: geteuid() != 0, "to the superuser nothing is read-only"), arguments: [false, true])
    func `in a read-only folder the tables live in memory`(hasFile: Bool) async throws {
        if hasFile {
            try await filled(3)
            chmod(folder("herd.sqlite"), 0o400)
        }
        chmod(folder.path, 0o500)
        defer { chmod(folder.path, 0o700) }
        let database = try open()
        try await add(database)
        #expect(try await count(database) == 1)
        #expect(await !database.isKept)
        #expect(log.all.count == 1)
    }

    @Test func `a full disk fails each write, is told once, and again only after it was better`() async throws {
        let database = try open()
        let long = String(repeating: "x", count: 10_000)
        @Sendable func write() async throws {
            try await database.write { connection throws(DatabaseError) in
                try connection.run("INSERT INTO things (name) VALUES (?)", .text(long))
            }
        }
        func setPages(_ most: StaticString) async throws {
            try await database.read { connection throws(DatabaseError) in try connection.run(most) }
        }
        for round in 1...2 {
            try await setPages("PRAGMA max_page_count = 1")
            for _ in 0..<3 {
                let error = await #expect(throws: DatabaseError.self) { try await write() }
                #expect(error?.kind == .full)
            }
            #expect(log.warnings.count == round)
            #expect(log.warnings.last?.contains("database or disk is full") == true)
            try await setPages("PRAGMA max_page_count = 1000000")
            try await write()
            #expect(log.all.count == 2 * round)
        }
        #expect(try await count(database) == 2)
    }
}
