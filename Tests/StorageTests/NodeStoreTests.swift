import Telemetry
import TestSupport
import Testing

@testable import Storage

@Suite struct NodeStoreTests {
    @Test func `nodes are known again in the order in which they came, with their last name`() async throws {
        let folder = try TemporaryFolder()
        let log = LogLines()
        let one = KnownNode(id: "id-1", secretHash: "aa", name: "mini", wish: "mini", seen: 5)
        var two = KnownNode(id: "id-2", secretHash: "bb", name: "mini-2", wish: "mini", seen: 6)
        do {
            let database = try Database(path: folder("herd.db"), log: log.logger)
            let store = NodeStore(database)
            for node in [one, two] { await store.put(node) }
            (two.name, two.wish, two.seen) = ("attic", "attic", 7)
            await store.put(two)
            await database.close()
        }
        let database = try Database(path: folder("herd.db"), log: log.logger)
        #expect(await NodeStore(database).load() == [one, two])
        await database.close()
    }

    @Test func `a node that was removed is not there, and the router stays who it is`() async throws {
        let folder = try TemporaryFolder()
        let log = LogLines()
        let nodes = (1...3).map { KnownNode(id: "id-\($0)", secretHash: "aa", name: "n\($0)", wish: "n", seen: 0) }
        for new in ["who I am", "another"] {
            let database = try Database(path: folder("herd.db"), log: log.logger)
            let store = NodeStore(database)
            for node in nodes { await store.put(node) }
            await store.remove(["id-1", "id-3", "nobody"])
            #expect(await store.load() == [nodes[1]])
            #expect(await store.routerID(new: new) == "who I am")
            await database.close()
        }
    }

    @Test func `nodes of an older file have just been seen`() async throws {
        let folder = try TemporaryFolder()
        let log = LogLines()
        let old = try Database(path: folder("herd.db"), schema: .herdWithNodes, log: log.logger)
        try await old.write { connection throws(DatabaseError) in
            try connection.run("INSERT INTO nodes VALUES ('id-1', 'aa', 'mini', 'mini', 1)")
        }
        await old.close()
        let database = try Database(path: folder("herd.db"), log: log.logger)
        let seen = await NodeStore(database).load().map(\.seen)
        #expect(seen.count == 1 && seen[0] > 1_700_000_000)
        await database.close()
    }

    @Test func `a node is removed, unless it was bound again meanwhile`() async throws {
        let folder = try TemporaryFolder()
        let database = try Database(path: folder("herd.db"), log: LogLines().logger)
        let store = NodeStore(database)
        let one = KnownNode(id: "id-1", secretHash: "aa", name: "mini", wish: "mini", seen: 0)
        await store.put(one)
        await store.remove(one.id) { true }
        #expect(await store.load() == [one])
        await store.remove(one.id) { false }
        #expect(await store.load().isEmpty)
        await database.close()
    }

    @Test func `a file from before there were nodes gets their table`() async throws {
        let folder = try TemporaryFolder()
        let log = LogLines()
        try await Database(path: folder("herd.db"), schema: Schema.herdFirst, log: log.logger).close()
        let database = try Database(path: folder("herd.db"), log: log.logger)
        #expect(await NodeStore(database).load().isEmpty && log.warnings.isEmpty)
        await database.close()
    }
}

extension Schema {
    /// As the first release had it, in short: what is asked of it is only its version.
    fileprivate static let herdWithNodes = Schema([
        "CREATE TABLE experience (id INTEGER PRIMARY KEY)",
        """
        CREATE TABLE nodes (
            id TEXT PRIMARY KEY,
            secret_hash TEXT NOT NULL,
            name TEXT NOT NULL,
            wish TEXT NOT NULL,
            first_seen INTEGER NOT NULL
        )
        """,
    ])
    fileprivate static let herdFirst = Schema(["CREATE TABLE experience (id INTEGER PRIMARY KEY)"])
}
