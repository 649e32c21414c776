import Testing

@testable import Practice

@Suite struct MisbehaviourTests {
    @Test func `nothing said is nothing wrong`() throws {
        #expect(try Misbehaviour("") == Misbehaviour())
    }

    @Test func `a list says several things`() throws {
        let read = try Misbehaviour(
            "status=503; retry-after=2;first-byte=250ms;interim=100,103;trailers;tokens=7;speed=12.5"
        )
        var expected = Misbehaviour()
        expected.status = 503
        expected.retryAfter = "2"
        expected.firstByte = .milliseconds(250)
        expected.interim = [100, 103]
        expected.hasTrailers = true
        expected.tokens = 7
        expected.tokensPerSecond = 12.5
        #expect(read == expected)
    }

    @Test func `every word is understood`() throws {
        var words = [
            "tokens=1", "speed=2", "first-token=1ms", "comments=2", "comment-every=1s", "http10", "trailers",
            "interim=101", "status=429",
            "retry-after=Fri, 01 Jan 2027 00:00:00 GMT", "first-byte=1us", "hang", "stall-after=0", "close-after=1",
            "reset-after=2",
            "end-after=3", "fail-after=4", "broken-json-after=5", "endless=1ms", "head-bytes=1", "head-fields=1",
            "dribble=1ms",
        ]
        words += Misbehaviour.Ending.allCases.flatMap {
            ["drop=\($0.rawValue)", "reuse=\($0.rawValue)", "idle=\($0.rawValue)"]
        }
        words += Misbehaviour.Early.allCases.map { "early=\($0.rawValue)" }
        words += Misbehaviour.LengthFault.allCases.map { "length=\($0.rawValue)" }
        words += Misbehaviour.ChunkFault.allCases.map { "chunk=\($0.rawValue)" }
        words += Misbehaviour.HeadFault.allCases.map { "head=\($0.rawValue)" }
        words += Misbehaviour.Excess.allCases.map { "excess=\($0.rawValue)" }
        let read = try words.map { try Misbehaviour($0) }
        #expect(read.allSatisfy { $0 != Misbehaviour() })
        for (index, one) in read.enumerated() { #expect(!read[..<index].contains(one)) }
    }

    @Test(arguments: [
        "stall", "stall-after", "stall-after=-1", "stall-after=x", "status=99", "status=70000", "speed=0",
        "first-byte=2", "first-byte=s",
        "first-byte=2h", "first-byte=99999999999s", "interim=", "interim=200", "interim=100,x", "drop=maybe",
        "http10=yes", "hang=1", "=1", "unknown=1", "chunk",
    ])
    func `what nobody can follow is named`(item: String) {
        #expect(throws: MisbehaviourError(item: item)) { try Misbehaviour("trailers;\(item)") }
    }

    @Test func `a body leaves the right way once`() {
        #expect(throws: MisbehaviourError(item: "close-after=2")) { try Misbehaviour("stall-after=1;close-after=2") }
    }

    @Test func `the request decides, then those told to be next, then all`() throws {
        var script = FakeScript(
            always: try Misbehaviour("status=500"),
            next: [try Misbehaviour("hang"), Misbehaviour()]
        )
        let byField = try script.take(field: "status=429", target: "/fake/trailers/api/tags?x=1")
        #expect(byField.misbehaviour.status == 429 && byField.target == "/api/tags?x=1")
        let byPath = try script.take(field: nil, target: "/fake/stall-after=3;trailers/api/chat")
        #expect(
            byPath.misbehaviour.turn == .stall(after: 3) && byPath.misbehaviour.hasTrailers
                && byPath.target == "/api/chat"
        )
        let seen = try (0..<3).map { _ in try script.take(field: nil, target: "/api/chat").misbehaviour }
        #expect(seen.map(\.hangs) == [true, false, false] && seen.map(\.status) == [nil, nil, 500])
        #expect(try script.take(field: nil, target: "/fake/trailers").target == "/")
        #expect(throws: MisbehaviourError.self) { try script.take(field: nil, target: "/fake/nonsense/api/chat") }
    }
}
