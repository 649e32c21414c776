import Telemetry
import TestSupport
import Testing

@testable import Storage

@Suite struct NodeStoreTests {
    @Test func `nodes are known again in the order in which they came, with their last name`() async throws {
        let folder = try TemporaryFolder()
        let log = LogLines()
        let one = KnownNode(id: "id-1", secretHash: "aa", name: "mini", wish: "mini")
        var two = KnownNode(id: "id-2", secretHash: "bb", name: "mini-2", wish: "mini")
        do {
            let database = try Database(path: folder("herd.db"), log: log.logger)
            let store = NodeStore(database)
            for node in [one, two] { await store.put(node) }
            (two.name, two.wish) = ("attic", "attic")
            await store.put(two)
            await database.close()
        }
        let database = try Database(path: folder("herd.db"), log: log.logger)
        #expect(await NodeStore(database).load() == [one, two])
        await database.close()
    }

    @Test func `a node is removed, unless it was bound again meanwhile`() async throws {
        let folder = try TemporaryFolder()
        let database = try Database(path: folder("herd.db"), log: LogLines().logger)
        let store = NodeStore(database)
        let one = KnownNode(id: "id-1", secretHash: "aa", name: "mini", wish: "mini")
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
    fileprivate static let herdFirst = Schema(["CREATE TABLE experience (id INTEGER PRIMARY KEY)"])
}
