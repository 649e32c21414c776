import Fleet
import Telemetry
import TestSupport
import Testing

@testable import Storage

@Suite struct TraceStoreTests {
    private let folder: TemporaryFolder
    private let log = LogLines()
    private let time = StillTime()
    private let database: Database

    init() throws {
        folder = try TemporaryFolder()
        database = try Database(path: folder("herd.sqlite"), log: log.logger)
    }

    private func store(_ change: (inout TraceStore.Options) -> Void = { _ in }) -> TraceStore {
        var options = TraceStore.Options()
        change(&options)
        return TraceStore(database, options: options, time: time)
    }

    private func setPages(_ most: StaticString) async throws {
        try await database.read { connection throws(DatabaseError) in try connection.run(most) }
    }

    private func rows() async throws -> Int64? {
        try await database.read { connection throws(DatabaseError) in
            try connection.integer("SELECT count(*) FROM traces")
        }
    }

    @Test func `a trace comes back as it was, after a restart too`() async throws {
        let traces = store()
        var left = Trace(
            request: "left",
            ended: time.wallTime,
            client: ClientID(hash: 0),
            outcome: .cancelled,
            status: 0
        )
        left.duration = .microseconds(1)
        traces.add(Sample.trace(1))
        traces.add(left)
        #expect(await traces.newest(9) == [left, Sample.trace(1)])
        await database.close()
        let again = TraceStore(try Database(path: folder("herd.sqlite"), log: log.logger), time: time)
        #expect(await again.newest(9) == [left, Sample.trace(1)])
    }

    @Test(arguments: Trace.Outcome.allCases)
    func `every outcome comes back`(outcome: Trace.Outcome) async throws {
        var trace = Sample.trace(1)
        trace.outcome = outcome
        let traces = store()
        traces.add(trace)
        #expect(await traces.newest(1) == [trace])
    }

    @Test func `the newest come first, and not more than were asked for`() async throws {
        let traces = store()
        for number in 1...1_200 { traces.add(Sample.trace(number)) }
        #expect(await traces.newest(3).map(\.request) == ["request-1200", "request-1199", "request-1198"])
        #expect(await traces.newest(0) == [])
        #expect(await traces.newest(-1) == [])
        #expect(try await rows() == 1_200)
    }

    @Test func `a trace is found by its request, the last one where two have the same`() async throws {
        let traces = store()
        var later = Sample.trace(1)
        later.status = 503
        for trace in [Sample.trace(1), Sample.trace(2), later] { traces.add(trace) }
        #expect(await traces.trace(of: "request-1") == later)
        #expect(await traces.trace(of: "request-2") == Sample.trace(2))
        #expect(await traces.trace(of: "request-3") == nil)
    }

    @Test func `a client that chose an endless id is found by it, and only its beginning is kept`() async throws {
        let endless = String(repeating: "ü", count: 10_000)
        let trace = Trace(
            request: endless,
            ended: time.wallTime,
            client: ClientID(hash: 1),
            outcome: .refused,
            status: 400
        )
        let traces = store()
        traces.add(trace)
        #expect(await traces.trace(of: endless) == trace)
        #expect(await traces.newest(1).first?.request == String(repeating: "ü", count: 64))
    }

    @Test func `beyond the count the oldest are removed`() async throws {
        let traces = store {
            $0.countMax = 10
            $0.batchMax = 4
        }
        for number in 1...25 { traces.add(Sample.trace(number)) }
        #expect(await traces.newest(100) == (16...25).reversed().map { Sample.trace($0) })
        #expect(try await rows() == 10)
    }

    @Test func `beyond the age the oldest are removed`() async throws {
        let traces = store { $0.ageMax = .seconds(60) }
        traces.add(Sample.trace(1))
        await traces.flush()
        time.advance(seconds: 40)
        traces.add(Sample.trace(2, at: time.wallTime.seconds))
        #expect(await traces.newest(9).count == 2)
        time.advance(seconds: 40)
        traces.add(Sample.trace(3, at: time.wallTime.seconds))
        #expect(await traces.newest(9).map(\.request) == ["request-3", "request-2"])
    }

    @Test func `while the disk takes nothing the newest wait, can be asked for, and are written later`() async throws {
        let traces = store {
            $0.waitingMax = 40
            $0.batchMax = 16
        }
        func large(_ number: Int) -> Trace {
            var trace = Sample.trace(number)
            trace.node = String(repeating: "n", count: 2_000)
            return trace
        }
        traces.add(large(0))
        await traces.flush()
        try await setPages("PRAGMA max_page_count = 1")
        for number in 1...100 { traces.add(large(number)) }
        let seen = await traces.newest(1_000).map(\.request)
        #expect(seen.first == "request-100" && seen.last == "request-0")
        #expect((41...51).contains(seen.count))
        #expect(await traces.trace(of: "request-100") == large(100))
        #expect(traces.droppedCount == 101 - seen.count)
        #expect(try await rows() == 1)
        #expect(log.warnings.count == 1)

        try await setPages("PRAGMA max_page_count = 100000")
        #expect(await traces.newest(1_000).map(\.request) == seen)
        #expect(try await rows() == Int64(seen.count))
    }

    @Test func `many add while others ask, and none is lost`() async throws {
        let traces = store { $0.batchMax = 7 }
        await withTaskGroup { group in
            for part in 0..<8 {
                group.addTask {
                    for number in 0..<100 {
                        traces.add(Sample.trace(part * 100 + number))
                        if number % 25 == 0 { _ = await traces.newest(3) }
                    }
                }
            }
        }
        #expect(Set(await traces.newest(1_000).map(\.request)).count == 800)
    }

    @Test func `it is told when as many wait as are written together`() async throws {
        let traces = store { $0.batchMax = 3 }
        #expect(!traces.hasWaiting)
        #expect((1...7).map { traces.add(Sample.trace($0)) } == [false, false, true, false, false, false, false])
        #expect(traces.hasWaiting)
        await traces.flush()
        #expect(!traces.hasWaiting)
        #expect(try await rows() == 7)
    }

    @Test func `in memory fewer are kept`() async throws {
        folder.write([1], to: "file")
        let memory = try Database(path: folder("file/herd.sqlite"), log: log.logger)
        var options = TraceStore.Options()
        options.countInMemoryMax = 10
        let traces = TraceStore(memory, options: options, time: time)
        for number in 1...25 { traces.add(Sample.trace(number)) }
        #expect(await traces.newest(100) == (16...25).reversed().map { Sample.trace($0) })
    }
}
