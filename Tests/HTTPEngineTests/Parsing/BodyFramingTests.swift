import Testing

@testable import HTTPEngine

/// The macro `#expect` calls on a copy, which must not change.
private func atEOF(_ framing: inout BodyFraming) -> Bool { framing.finishAtEOF() }

@Suite struct BodyFramingTests {
    private let input = Array("helloworld".utf8)

    @Test func `no body is complete before it begins`() throws {
        for length in [BodyLength.none, .length(0)] {
            var framing = BodyFraming(length)
            #expect(framing.isComplete)
            #expect(try framing.take(input.span, from: 3) == (3, 3, true))
            #expect(atEOF(&framing))
        }
    }

    @Test func `a known length is taken and nothing behind it`() throws {
        var framing = BodyFraming(.length(7))
        #expect(try framing.take(input.span, from: 5) == (10, 10, false))
        #expect(!framing.isComplete)
        #expect(try framing.take(input.span, from: 10) == (10, 10, false))
        #expect(try framing.take(input.span, from: 0) == (2, 2, true))
        #expect(framing.isComplete)
        #expect(try framing.take(input.span, from: 2) == (2, 2, true))
    }

    @Test func `the largest length is taken`() throws {
        var framing = BodyFraming(.length(.max))
        #expect(try framing.take(input.span, from: 0) == (10, 10, false))
    }

    @Test func `the end of the connection ends only what has no other end`() throws {
        var untilClose = BodyFraming(.untilClose)
        #expect(try untilClose.take(input.span, from: 1) == (10, 10, false))
        #expect(atEOF(&untilClose))
        #expect(untilClose.isComplete)
        var known = BodyFraming(.length(11))
        _ = try known.take(input.span, from: 0)
        #expect(!atEOF(&known))
        var chunked = BodyFraming(.chunked)
        _ = try chunked.take(Array("1\r\na\r\n0\r\n".utf8).span, from: 0)
        #expect(!atEOF(&chunked))
        _ = try chunked.take(Array("\r\n".utf8).span, from: 0)
        #expect(atEOF(&chunked))
    }

    @Test func `chunks are passed on up to the last, trailers kept, the rest left`() throws {
        let bytes = Array("..5\r\nhello\r\n0\r\nServer-Timing: a\r\nSet-Cookie: b\r\n\r\nHTTP/1.1".utf8)
        var framing = BodyFraming(.chunked)
        #expect(try framing.take(bytes.span, from: 2) == (15, bytes.count - 8, true))
        #expect(framing.trailers.fields.map(\.isHopByHop) == [false, true])
        #expect(framing.trailers.value(named: "server-timing").map(framing.trailers.text) == "a")
    }

    @Test func `chunks are passed on the same in any pieces`() throws {
        let bytes = Array("5\r\nhello\r\n1\r\n!\r\n0\r\nA: b\r\n\r\nHTTP/1.1".utf8)
        let last = 19
        for cut in 0...bytes.count {
            var framing = BodyFraming(.chunked)
            var forwarded: [UInt8] = []
            for piece in [0..<cut, cut..<bytes.count] where !framing.isComplete {
                let (forward, next, isComplete) = try framing.take(bytes.span.extracting(piece), from: 0)
                forwarded += bytes[piece.lowerBound..<piece.lowerBound + forward]
                if isComplete { #expect(piece.lowerBound + next == bytes.count - 8) }
            }
            #expect(framing.isComplete)
            #expect(forwarded == Array(bytes[..<last]))
        }
    }

    @Test(arguments: [
        "Server-Timing", "X-Checksum", "Content-Digest", "Grpc-Status",
    ])
    func `a trailer may go on`(_ name: String) {
        #expect(decode(Array("0\r\n\(name): a\r\n\r\n".utf8)).trailers.fields.map(\.isHopByHop) == [false])
    }

    @Test(arguments: [
        "Transfer-Encoding", "Content-Length", "Host", "Trailer", "TE", "Connection", "Upgrade", "Authorization",
        "Set-Cookie",
        "Cookie", "Content-Type", "Content-Encoding", "Content-Range", "Cache-Control", "Expect", "Max-Forwards",
        "Location",
        "WWW-Authenticate", "Proxy-Authenticate", "X-Forwarded-For", "Forwarded", "Via", "X-Api-Key", "Retry-After",
        "Keep-Alive",
    ])
    func `a trailer stays here`(_ name: String) {
        #expect(decode(Array("0\r\n\(name): 5\r\n\r\n".utf8)).trailers.fields.map(\.isHopByHop) == [true])
    }

    @Test func `the empty chunk that is not the last does not exist`() {
        #expect(decode(Array("0\r\n\r\n5\r\nhello\r\n".utf8)).end == 5)
        #expect(decode(Array("000\r\n\r\n".utf8)).end == 7)
    }
}
