import Testing

@testable import HTTPEngine

private func head(_ text: String) throws -> ResponseHead {
    try #require(readResponse(text).message)
}

@Suite struct ResponseMeaningTests {
    @Test(arguments: [
        ("HTTP/1.1 200 OK", 200, "OK"), ("HTTP/1.1 200 ", 200, ""), ("HTTP/1.1 200", 200, ""),
        ("HTTP/1.0 503 Service  Unavailable\t", 503, "Service  Unavailable\t"), ("HTTP/1.1 599 \u{FC}", 599, "\u{FC}"),
        ("HTTP/1.1 100 Continue", 100, "Continue"),
    ])
    func `a status line is taken apart`(_ line: String, _ status: UInt16, _ reason: String) throws {
        let head = try head(line + "\r\n\r\n")
        #expect(head.status == status)
        #expect(head.text(head.reason) == reason)
        #expect(head.version == (line.contains("1.0") ? .http10 : .http11))
    }

    @Test(arguments: [
        (200, "", Method.get, BodyLength.untilClose), (200, "Content-Length: 5\r\n", .get, .length(5)),
        (200, "Transfer-Encoding: chunked\r\n", .get, .chunked), (200, "Content-Length: 5\r\n", .head, .none),
        (200, "Transfer-Encoding: chunked\r\n", .head, .none), (200, "", .head, .none), (200, "", .connect, .none),
        (404, "Content-Length: 5\r\n", .connect, .length(5)), (404, "", .post, .untilClose), (204, "", .get, .none),
        (204, "Content-Length: 0\r\n", .get, .none), (304, "Content-Length: 5\r\n", .get, .none),
        (304, "Transfer-Encoding: chunked\r\n", .get, .none), (100, "", .post, .none),
        (103, "Link: a\r\n", .get, .none),
        (101, "Upgrade: a\r\n", .get, .none),
    ])
    func `the body depends on head and method`(
        _ status: Int,
        _ line: String,
        _ method: HTTPEngine.Method,
        _ body: BodyLength
    ) throws {
        #expect(try head("HTTP/1.1 \(status) X\r\n\(line)\r\n").body(answering: method) == body)
    }

    @Test func `the connection stays or goes`() throws {
        #expect(try head("HTTP/1.1 200 OK\r\n\r\n").keepAlive)
        #expect(try !head("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n").keepAlive)
        #expect(try !head("HTTP/1.0 200 OK\r\n\r\n").keepAlive)
        #expect(try head("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\n").keepAlive)
    }

    @Test func `fields that Connection names are not forwarded`() throws {
        let head = try head("HTTP/1.1 200 OK\r\nX-A: 1\r\nConnection: x-a\r\nKeep-Alive: a\r\nX-B: 1\r\n\r\n")
        #expect(head.fields.map(\.isHopByHop) == [true, true, true, false])
    }

    @Test func `an interim answer ends where the next begins`() throws {
        var parser = ResponseParser()
        let bytes = Array("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".utf8)
        #expect(try parser.feed(bytes.span) == 25)
        #expect(parser.head.status == 100)
        parser.reset()
        #expect(try parser.feed(bytes.span.extracting(droppingFirst: 25)) == 38)
        #expect(parser.head.status == 200)
        #expect(parser.head.body(answering: .get) == .length(2))
    }

    @Test func `what a server sends for a request is no answer to a client`() {
        #expect(readResponse("HTTP/1.1 200 OK\r\nHost: a b\r\nHost: c\r\nExpect: d\r\n\r\n").message != nil)
    }
}
