import Testing

@testable import HTTPEngine

@Suite struct LimitTests {
    /// 41 bytes.
    private let request = "GET /a HTTP/1.1\r\nHost: a\r\nX: 1\r\nY: 2\r\n\r\n"

    @Test func `a head may be as large as the limit and no larger`() {
        let count = request.utf8.count
        #expect(readRequest(request, limits: HeadLimits(bytesMax: count)).message != nil)
        #expect(readRequest(request, limits: HeadLimits(bytesMax: count - 1)) == .refused(.headTooLarge))
        let response = "HTTP/1.1 200 OK\r\n\r\n"
        #expect(readResponse(response, limits: HeadLimits(bytesMax: 19)).message != nil)
        #expect(readResponse(response, limits: HeadLimits(bytesMax: 18)) == .refused(.headTooLarge))
    }

    @Test func `what follows a head does not count`() {
        let limits = HeadLimits(bytesMax: request.utf8.count)
        #expect(readRequest(request + String(repeating: "x", count: 5000), limits: limits).message != nil)
    }

    @Test func `empty lines before a head do not count`() {
        let limits = HeadLimits(bytesMax: request.utf8.count)
        #expect(readRequest("\r\n\r\n" + request, limits: limits).message != nil)
    }

    @Test func `a head that never ends is refused at the limit`() {
        var parser = RequestParser(limits: HeadLimits(bytesMax: 1000))
        let start = Array("GET / HTTP/1.1\r\nX: ".utf8)
        let more = [UInt8](repeating: 0x61, count: 100)
        #expect(throws: HeadFault.headTooLarge) {
            _ = try parser.feed(start.span)
            for _ in 0..<10 { _ = try parser.feed(more.span) }
        }
        #expect(parser.head.bytes.count == 1000)
    }

    @Test func `there may be as many fields as the limit and no more`() {
        #expect(readRequest(request, limits: HeadLimits(fieldsMax: 3)).message != nil)
        #expect(readRequest(request, limits: HeadLimits(fieldsMax: 2)) == .refused(.tooManyFields))
    }

    @Test func `a target may be as long as the limit and no longer`() {
        #expect(readRequest(request, limits: HeadLimits(targetMax: 2)).message != nil)
        #expect(readRequest(request, limits: HeadLimits(targetMax: 1)) == .refused(.targetTooLong))
    }

    @Test func `a target that fills the head is too long, not the head too large`() {
        #expect(readRequest("GET /aaaaaaaaaaaaa", limits: HeadLimits(bytesMax: 10)) == .refused(.targetTooLong))
    }

    @Test func `a method may be 32 bytes long`() {
        let method = String(repeating: "A", count: 32)
        #expect(readRequest("\(method) / HTTP/1.1\r\nHost: a\r\n\r\n").message?.method == .other)
        #expect(readRequest("\(method)A / HTTP/1.1\r\nHost: a\r\n\r\n") == .refused(.methodTooLong))
    }

    @Test func `eight empty lines may come before a request`() {
        let lines = String(repeating: "\r\n", count: 8)
        #expect(readRequest(lines + request).message?.bytes.count == request.utf8.count)
        #expect(readRequest(lines + "\r\n" + request) == .refused(.tooManyEmptyLines))
    }
}
