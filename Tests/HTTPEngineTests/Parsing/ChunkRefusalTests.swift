import Testing

@testable import HTTPEngine

/// One body with one thing wrong.
struct BodyRefusal: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var text: String
    var fault: ChunkFault

    init(_ description: String, _ text: String, _ fault: ChunkFault) {
        testDescription = description
        self.text = text
        self.fault = fault
    }
}

private let all: [BodyRefusal] = [
    BodyRefusal("an empty size", "\r\n", .invalidSize),
    BodyRefusal("a size with a plus", "+5\r\nhello\r\n", .invalidSize),
    BodyRefusal("a negative size", "-5\r\nhello\r\n", .invalidSize),
    BodyRefusal("a space before the size", " 5\r\nhello\r\n", .invalidSize),
    BodyRefusal("a space after the size", "5 \r\nhello\r\n", .invalidSize),
    BodyRefusal("a tab after the size", "5\t\r\nhello\r\n", .invalidSize),
    BodyRefusal("a size with 0x", "0x5\r\nhello\r\n", .invalidSize),
    BodyRefusal("a size that is no number", "g\r\n", .invalidSize),
    BodyRefusal("a semicolon without a size", ";a\r\n", .invalidSize),
    BodyRefusal("a size of 16 digits", "ffffffffffffffff\r\n", .sizeTooLarge),
    BodyRefusal("a size of 2^64 + 5", "10000000000000005\r\nhello\r\n", .sizeTooLarge),
    BodyRefusal("a size with many zeros", "0000000000000005\r\nhello\r\n", .sizeTooLarge),
    BodyRefusal("an extension", "5;a=b\r\nhello\r\n", .extensionNotAccepted),
    BodyRefusal("an extension of the last chunk", "0;a\r\n\r\n", .extensionNotAccepted),
    BodyRefusal("a size ended by LF alone", "5\nhello\r\n", .bareLineFeed),
    BodyRefusal("an LF for a size", "\n", .bareLineFeed),
    BodyRefusal("a size ended by CR alone", "5\rhello\r\n", .bareCarriageReturn),
    BodyRefusal("data longer than its size", "5\r\nhello!\r\n", .dataTooLong),
    BodyRefusal("data followed by LF alone", "5\r\nhello\n0\r\n\r\n", .dataTooLong),
    BodyRefusal("data followed by CR alone", "5\r\nhello\r0\r\n\r\n", .dataTooLong),
    BodyRefusal("no line end after data", "5\r\nhello0\r\n\r\n", .dataTooLong),
    BodyRefusal("a folded trailer", "0\r\nX: a\r\n b\r\n\r\n", .trailers(.obsoleteFold)),
    BodyRefusal("a trailer with a space before the colon", "0\r\nX : a\r\n\r\n", .trailers(.spaceBeforeColon)),
    BodyRefusal("a trailer with a NUL", "0\r\nX: \0\r\n\r\n", .trailers(.controlByte)),
    BodyRefusal("trailers ended by LF alone", "0\r\n\n", .trailers(.bareLineFeed)),
    BodyRefusal("trailers ended by CR alone", "0\r\n\rX", .trailers(.bareCarriageReturn)),
    BodyRefusal("a trailer without a colon", "0\r\nGET / HTTP/1.1\r\n\r\n", .trailers(.spaceBeforeColon)),
    BodyRefusal("too many trailers", "0\r\n" + String(repeating: "X: a\r\n", count: 129), .trailers(.tooManyFields)),
]

@Suite struct ChunkRefusalTests {
    @Test(arguments: all)
    func `a chunked body is refused for`(_ refusal: BodyRefusal) {
        #expect(decode(Array(refusal.text.utf8)).fault == refusal.fault)
    }

    @Test(arguments: all)
    func `it is refused the same byte by byte`(_ refusal: BodyRefusal) {
        let bytes = Array(refusal.text.utf8)
        #expect(decode(bytes, cuts: Array(1..<bytes.count)).fault == refusal.fault)
    }

    @Test(arguments: all)
    func `passing it through is refused too`(_ refusal: BodyRefusal) {
        var framing = BodyFraming(.chunked)
        #expect(throws: refusal.fault) { try framing.take(Array(refusal.text.utf8).span, from: 0) }
    }

    @Test func `trailers have limits of their own`() {
        let limits = HeadLimits(bytesMax: 12)
        #expect(decode(Array("0\r\nX: abcde\r\n\r\n".utf8), limits: limits).end == 15)
        #expect(decode(Array("0\r\nX: abcdef\r\n\r\n".utf8), limits: limits).fault == .trailers(.headTooLarge))
    }

    @Test func `every fault is explained to the sender`() {
        for fault in Set(all.map(\.fault)) {
            #expect(fault.explanation.hasSuffix("."))
            #expect((400...431).contains(fault.status))
        }
    }
}
