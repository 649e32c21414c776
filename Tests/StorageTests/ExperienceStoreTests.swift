import Fleet
import Telemetry
import TestSupport
import Testing

@testable import Learning
@testable import Storage

extension Archive: Equatable {
    static func == (a: Archive, b: Archive) -> Bool {
        a.holdings == b.holdings && a.backends == b.backends && a.models == b.models && a.nodes == b.nodes
            && a.weeks == b.weeks
    }
}

@Suite struct ExperienceStoreTests {
    private let folder: TemporaryFolder
    private let log = LogLines()
    private let time = StillTime()
    private let database: Database
    private let store: ExperienceStore

    init() throws {
        folder = try TemporaryFolder()
        database = try Database(path: folder("herd.sqlite"), log: log.logger)
        store = ExperienceStore(database, time: time, log: log.logger)
    }

    private func another(_ options: ExperienceStore.Options = .init()) -> ExperienceStore {
        ExperienceStore(database, options: options, time: time, log: log.logger)
    }

    private func rowsSeenNow() async throws -> Int64? {
        let now = time.wallTime.seconds
        return try await database.read { connection throws(DatabaseError) in
            try connection.integer("SELECT count(*) FROM experience WHERE seen = ?", .integer(now))
        }
    }

    private func run(_ sql: StaticString) async throws {
        try await database.write { connection throws(DatabaseError) in try connection.run(sql) }
    }

    @Test func `nothing was learned before the first start`() async {
        #expect(await store.load() == Archive())
    }

    @Test func `all that was learned comes back to the last bit`() async throws {
        let archive = Sample.archive()
        await store.save(archive)
        await database.close()
        let again = try Database(path: folder("herd.sqlite"), log: log.logger)
        #expect(await ExperienceStore(again, time: time, log: log.logger).load() == archive)
        #expect(log.all == [])
    }

    @Test func `what a fleet taught is there for the next run of the same fleet`() async throws {
        var report = BackendReport(name: "ollama", kind: .ollama)
        report.models = [ModelReport(Sample.name("a"), .disk)]
        var fleet = FleetState()
        fleet.addStatic(report, node: "mini", at: Instant(nanoseconds: 0))
        var experience = Experience()
        experience.meet(fleet.backends[0], in: fleet)
        let seen = Observation(promptTokens: 900, timeToFirstToken: 1, outputTokens: 200, decode: 20)
        for _ in 0..<30 { experience.latency.learn(seen, fleet.holdings[0], fleet.backends[0]) }
        await store.save(experience.archived(fleet))

        var restored = Experience(await another().load())
        restored.meet(fleet.backends[0], in: fleet)
        let holding = fleet.holdings[0].id
        #expect(restored.latency.record(of: holding) == experience.latency.record(of: holding))
    }

    @Test func `only what has changed is written`() async throws {
        await store.save(Sample.archive(requests: 3))
        #expect(try await rowsSeenNow() == 7)
        time.advance(seconds: 1)
        await store.save(Sample.archive(requests: 3))
        #expect(try await rowsSeenNow() == 0)
        var archive = Sample.archive(requests: 3)
        archive.holdings[Archive.Key(backend: .init(node: "mini", backend: "ollama"), model: Sample.name("qwen"))] =
            Sample.holding(requests: 9)
        await store.save(archive)
        #expect(try await rowsSeenNow() == 1)
        #expect(await another().load() == archive)
    }

    @Test func `what was loaded is not written again`() async throws {
        await store.save(Sample.archive())
        time.advance(seconds: 1)
        let next = another()
        await next.save(await next.load())
        #expect(try await rowsSeenNow() == 0)
    }

    @Test func `what did not change for ninety days is removed, what did is not`() async throws {
        await store.save(Sample.archive(models: ["old", "used"], requests: 1))
        time.advance(days: 60)
        await store.save(Sample.archive(models: ["used"], requests: 2))
        time.advance(days: 31)
        await store.save(Sample.archive(models: ["used"], requests: 3))
        let kept = await another().load()
        #expect(kept.holdings.keys.map(\.model) == [Sample.name("used")])
    }

    @Test func `old rows are removed while the program runs, too`() async throws {
        _ = await store.load()
        await store.save(Sample.archive(models: ["old", "used"], requests: 1))
        time.advance(days: 91)
        await store.save(Sample.archive(models: ["used"], requests: 5))
        time.advance(days: 1)
        await store.save(Sample.archive(models: ["used"], requests: 6))
        let models = try await database.read { connection throws(DatabaseError) in
            try connection.rows("SELECT DISTINCT model FROM experience WHERE kind = 1") { $0.text(0) }
        }
        #expect(models == ["used:latest"])
    }

    @Test func `a machine that was off for long, or whose clock is wrong once, forgets nothing`() async throws {
        await store.save(Sample.archive())
        time.advance(days: 10_000)
        #expect(await another().load() == Sample.archive())
    }

    @Test func `beyond the limit the oldest rows are removed`() async throws {
        await store.save(Sample.archive(models: ["old"]))
        time.advance(seconds: 1)
        await store.save(Sample.archive(models: ["new"]))
        var options = ExperienceStore.Options()
        options.rowsMax = 2
        #expect(await another(options).load().holdings.keys.map(\.model) == [Sample.name("new")])
        #expect(await another().load().models.keys.map(\.text) == ["new:latest"])
    }

    @Test func `rows of an unknown shape are passed over, and the log says how many`() async throws {
        await store.save(Sample.archive())
        try await run("UPDATE experience SET value = '{}' WHERE kind = 1")
        try await run("UPDATE experience SET value = 'no JSON' WHERE kind = 2")
        try await run("INSERT INTO experience SELECT NULL, 9, '', '', '', max(seen), '{}' FROM experience")
        let archive = await another().load()
        #expect(archive.holdings.isEmpty && archive.backends.isEmpty)
        #expect(archive.models == Sample.archive().models)
        #expect(log.warnings.count == 1)
        #expect(log.warnings[0].contains("rows=4"))
    }

    @Test(arguments: ["16", "-1"])
    func `a number that is none of its kind is passed over`(level: String) async throws {
        await store.save(Sample.archive())
        try await database.write { connection throws(DatabaseError) in
            try connection.run(
                "UPDATE experience SET value = json_set(value, '$.capacity.level', CAST(? AS INTEGER)) WHERE kind = 1",
                .text(level)
            )
        }
        #expect(await another().load().holdings.isEmpty)
        #expect(log.warnings.count == 1)
    }

    @Test func `what is not a number is not kept`() async throws {
        var archive = Sample.archive(models: ["sound", "broken"])
        let broken = Archive.Key(backend: .init(node: "mini", backend: "ollama"), model: Sample.name("broken"))
        archive.holdings[broken]?.latency.overhead.mean = .nan
        await store.save(archive)
        let kept = await another().load()
        #expect(kept.holdings.keys.map(\.model) == [Sample.name("sound")])
        #expect(kept.models.count == 2)
    }

    @Test func `what a full disk refused is written when there is room`() async throws {
        try await database.read { connection throws(DatabaseError) in try connection.run("PRAGMA max_page_count = 1") }
        let many = Sample.archive(models: (0..<40).map { "model-\($0)" })
        #expect(await store.save(many) == false)
        #expect(await another().load() == Archive())
        try await database.read { connection throws(DatabaseError) in
            try connection.run("PRAGMA max_page_count = 100000")
        }
        #expect(await store.save(many))
        #expect(await another().load() == many)
    }

    @Test func `after damage all that is known is written to the new file`() async throws {
        let many = Sample.archive(models: (0..<200).map { "model-\($0)" })
        await store.save(many)
        await database.close()
        var bytes = folder.bytes(of: "herd.sqlite")
        for index in 8 * 4096..<bytes.count { bytes[index] = 0xff }
        folder.write(bytes, to: "herd.sqlite")

        let damaged = try Database(path: folder("herd.sqlite"), log: log.logger)
        let next = ExperienceStore(damaged, time: time, log: log.logger)
        #expect(await next.load() == Archive())
        await next.save(many)
        #expect(await ExperienceStore(damaged, time: time, log: log.logger).load() == many)
    }

    @Test func `after damage that others met all that is known is written to the new file`() async throws {
        await store.save(Sample.archive())
        await #expect(throws: DatabaseError.self) {
            try await database.write { _ throws(DatabaseError) in throw DatabaseError(.damaged, "malformed") }
        }
        #expect(await another().load() == Archive())
        await store.save(Sample.archive())
        #expect(await another().load() == Sample.archive())
    }
}
