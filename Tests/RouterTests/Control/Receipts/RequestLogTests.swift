import Fleet
import HTTPEngine
import Telemetry
import Testing

@testable import Router
@testable import Routing

@Suite struct RequestLogTests {
    private let start = Instant(nanoseconds: 1_000_000_000)

    private func request(_ model: String = "m") throws -> Request {
        Request(models: [try #require(ModelName(model))], client: ClientID(hash: 1), promptTokens: 10)
    }

    private func ticket(_ index: UInt32, _ generation: UInt32 = 0) -> TicketID {
        TicketID(index: index, generation: generation)
    }

    @Test func `what is told of a ticket goes to its own record although its number is another's by now`() throws {
        var log = RequestLog(countMax: 8)
        let old = log.begin(RequestID(number: 1), ticket(0), try request(), at: start)
        log.take(.end(ticket(0), .completed), at: start + 1)
        _ = log.begin(RequestID(number: 2), ticket(0, 1), try request(), at: start + 2)
        log.answered(old, 200, at: start + 3)
        log.take(.end(ticket(0), .expired(retryAfter: 1)), at: start + 3)
        let records = log.newest(9)
        #expect(records.map(\.status) == [0, 200])
        #expect(records.map(\.outcome) == [nil, .completed])
        #expect(records[1].endedAt == start + 1)
    }

    @Test func `a request pushed out by newer ones while it runs is gone, and nothing is written into theirs`() throws {
        var log = RequestLog(countMax: 2)
        let first = log.begin(RequestID(number: 1), ticket(0), try request(), at: start)
        for number in 2...5 {
            _ = log.begin(RequestID(number: UInt64(number)), ticket(UInt32(number)), try request(), at: start)
        }
        log.firstToken(ticket(0), at: start + 1)
        log.settle(ticket(0), .completed(Usage(outputTokens: 1)), at: start + 1)
        log.take(.end(ticket(0), .completed), at: start + 1)
        log.answered(first, 200, at: start + 1)
        #expect(log.newest(9).map(\.id) == [RequestID(number: 5), RequestID(number: 4)])
        #expect(log.newest(9).allSatisfy { $0.outcome == nil && $0.status == 0 })
        #expect(log.record(named: "0000000000000001") == nil)
        #expect(log.record(named: "0000000000000005")?.ticket == ticket(5))
    }

    @Test func `a name that a client chose to look like one of ours is found too`() throws {
        var log = RequestLog(countMax: 2)
        let name = "00000000000000ff"
        let bytes = Array(name.utf8)
        let id = RequestID(bytes.span)
        let chosen = try #require(id)
        _ = log.begin(chosen, ticket(0), try request(), at: start)
        #expect(log.record(named: name)?.id == chosen)
        _ = log.begin(RequestID(number: 255), ticket(1), try request(), at: start)
        #expect(log.record(named: name)?.id == RequestID(number: 255))
        #expect(log.record(named: "00000000000000FF") == nil && log.record(named: "") == nil)
    }

    @Test func `moments are read on the calendar, on both sides of a second`() {
        let clock = WallClock(Still(), at: start)
        #expect(clock.text(start) == "2001-09-09T01:46:40.250Z")
        #expect(clock.text(start - 0.5) == "2001-09-09T01:46:39.750Z")
        #expect(clock.text(start - 3600) == "2001-09-09T00:46:40.250Z")
        #expect(clock.text(start + 0.8) == "2001-09-09T01:46:41.050Z")
    }
}

private struct Still: TimeSource {
    var uptime: Duration { .zero }
    var wallTime: Telemetry.WallTime { .init(seconds: 1_000_000_000, nanoseconds: 250_000_000) }
}
