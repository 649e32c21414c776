import Telemetry
import TestSupport
import Testing

@testable import Storage

@Suite struct BackendStoreTests {
    private let folder: TemporaryFolder
    private let log = LogLines()

    init() throws {
        folder = try TemporaryFolder()
    }

    private func opened() throws -> Database { try Database(path: folder("herd.db"), log: log.logger) }

    @Test func `backends are there again in the order in which they came, as they were last`() async throws {
        let one = AddedBackend(url: "http://10.0.0.5:11434", terms: "")
        let two = AddedBackend(url: "http://10.0.0.6:8000", terms: "name=studio labels=gpu,home")
        do {
            let database = try opened()
            let store = BackendStore(database)
            for backend in [one, two] { await store.settle(backend.url) { backend } }
            await store.settle(one.url) { nil }
            let newer = AddedBackend(url: two.url, terms: "name=attic")
            #expect(await store.settle(two.url) { newer })
            #expect(await store.settle(one.url) { one })
            await database.close()
        }
        let database = try opened()
        #expect(await BackendStore(database).load() == [AddedBackend(url: two.url, terms: "name=attic"), one])
        await database.close()
    }

    @Test func `nodes stay held until they are released`() async throws {
        do {
            let database = try opened()
            let store = HeldNodeStore(database)
            for name in ["studio", "mini", "studio"] { await store.settle(name) { true } }
            await store.settle("mini") { false }
            await database.close()
        }
        let database = try opened()
        #expect(await HeldNodeStore(database).load() == ["studio"])
        await database.close()
    }

    @Test func `a closed file keeps nothing, and says so`() async throws {
        let database = try opened()
        await database.close()
        let backend = AddedBackend(url: "http://a:1", terms: "")
        #expect(await BackendStore(database).settle(backend.url) { backend } == false)
        #expect(await HeldNodeStore(database).settle("a") { true } == false)
    }
}
