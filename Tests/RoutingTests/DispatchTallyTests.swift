import Fleet
import Testing

@testable import Routing

@Suite struct DispatchTallyTests {
    @Test func `every request is counted once at its end, every attempt at its beginning and its end`() throws {
        var stage = try Stage([beat("one", [resident("m")]), beat("two", [resident("m")])])
        let first = stage.submit(request("m"))
        let second = stage.submit(request("m"))
        let third = stage.submit(request("m"))
        stage.submit(request("unknown"))
        #expect(stage.dispatcher.waitingCounts == SIMD4(0, 1, 0, 0))
        stage.fail(first, .waiting, .status(503))
        stage.take(stage.dispatcher.cancel(second, at: stage.now))
        stage.finish(third)
        stage.finish(first)
        let tally = stage.dispatcher.tally
        #expect(tally.ends[.completed] == 2 && tally.ends[.cancelled] == 1 && tally.ends[.modelUnknown] == 1)
        #expect(tally.backends.map(\.attempts).reduce(0, +) == 4)
        let ends = DispatchTally.AttemptEnd.allCases.map { end in tally.backends.reduce(0) { $0 + $1.ends[end] } }
        #expect(ends.reduce(0, +) == 4)
        #expect(ends[DispatchTally.AttemptEnd.status.rawValue] == 1)
        #expect(stage.dispatcher.waitingCounts == SIMD4<Int>())
    }

    @Test func `a wait is measured to the first attempt, under its priority, and a token from the coming`() throws {
        var stage = try Stage([beat("one", [resident("m")])])
        let first = stage.submit(request("m"))
        var batch = request("m")
        batch.priority = .batch
        let second = stage.submit(batch)
        stage.take(stage.dispatcher.firstToken(first, at: stage.now))
        stage.now = start + 3
        stage.finish(first)
        stage.now = start + 5
        stage.take(stage.dispatcher.firstToken(second, at: stage.now))
        let tally = stage.dispatcher.tally
        #expect(tally.waits[Priority.normal.rawValue].counts[0] == 1)
        #expect(tally.waits[Priority.batch.rawValue].sum == 3 && tally.firstTokens.sum == 5)
    }

    @Test func `a load that a request brings is one that began and, with its first token, ended`() throws {
        var stage = try Stage([beat("one", [onDisk("m")]) { $0.kind = .llamaRouter }])
        let id = stage.submit(request("m"))
        #expect(stage.dispatcher.tally.backends[0].loads[.brought] == 1)
        stage.take(stage.dispatcher.firstToken(id, at: stage.now + 2))
        #expect(stage.dispatcher.tally.backends[0].loads[.done] == 1)
        #expect(stage.dispatcher.tally.backends[0].loads[.ordered] == 0)
    }

    @Test(arguments: [
        (0.0, 0), (0.001, 0), (0.001_000_1, 1), (0.002, 1), (0.004, 2), (0.004_1, 3), (524.288, 19), (524.3, 20),
        (1e12, 20), (-1, 0),
    ])
    func `a time belongs to the first bucket that holds it`(seconds: Double, bucket: Int) {
        var spread = Spread()
        spread.record(Seconds(seconds))
        #expect(spread.counts.firstIndex(of: 1) == bucket)
        #expect(spread.counts.reduce(0, +) == 1)
        #expect(bucket == 20 || seconds <= Spread.bound(bucket).value)
    }
}
