import Testing

@testable import HTTPEngine

private func head(_ lines: String, start: String = "POST /x HTTP/1.1\r\nHost: a:1\r\n") throws -> RequestHead {
    try #require(readRequest(start + lines + "\r\n").message)
}

@Suite struct RequestMeaningTests {
    @Test(arguments: [
        ("GET", Method.get), ("HEAD", .head), ("POST", .post), ("PUT", .put), ("DELETE", .delete), ("PATCH", .patch),
        ("OPTIONS", .options), ("TRACE", .trace), ("get", .other), ("Post", .other), ("M-SEARCH", .other),
        ("PRI", .other),
    ])
    func `methods are tokens in capitals`(_ text: String, _ method: HTTPEngine.Method) throws {
        let head = try head("", start: "\(text) / HTTP/1.1\r\nHost: a\r\n")
        #expect(head.method == method)
        #expect(head.text(head.methodSlice) == text)
    }

    @Test(arguments: [
        ("GET /", "/", "h"),
        ("GET /a?b=c&d", "/a?b=c&d", "h"),
        ("GET //x", "//x", "h"), ("GET /{a}|\"^`\\<>", "/{a}|\"^`\\<>", "h"), ("OPTIONS *", "*", "h"),
        ("GET http://b/c?d", "/c?d", "b"), ("GET HTTPS://[::1]:5/", "/", "[::1]:5"), ("GET http://b:80", "", "b:80"),
        ("CONNECT b:443", "", "b:443"),
    ])
    func `a target is taken apart`(_ start: String, path: String, authority: String) throws {
        let head = try head("", start: "\(start) HTTP/1.1\r\nHost: h\r\n")
        #expect(head.text(head.path) == path)
        #expect(head.text(head.authority) == authority)
        #expect(head.text(head.target) == start.split(separator: " ")[1])
    }

    @Test(arguments: [
        "a", "a.b-c_d~e", "1.2.3.4:80", "[::1]", "[::ffff:1.2.3.4]:65535", "a:", "A:0", "xn--bcher-kva.example",
    ])
    func `a host may be a name or an address`(_ host: String) throws {
        let head = try head("", start: "GET / HTTP/1.1\r\nHost: \(host)\r\n")
        #expect(head.text(head.authority) == host)
    }

    @Test func `HTTP 1.0 needs no host`() throws {
        let head = try head("", start: "GET / HTTP/1.0\r\n")
        #expect(head.version == .http10)
        #expect(head.authority.isEmpty)
    }

    @Test(arguments: [
        ("", BodyLength.none), ("Content-Length: 0\r\n", .length(0)), ("content-length:\t 007 \r\n", .length(7)),
        ("CONTENT-LENGTH: 9223372036854775807\r\n", .length(UInt64(Int64.max))),
        ("Transfer-Encoding: chunked\r\n", .chunked), ("transfer-encoding: CHUNKED\r\n", .chunked),
    ])
    func `the length of the body is known from the head`(_ line: String, _ body: BodyLength) throws {
        #expect(try head(line).body == body)
    }

    @Test(arguments: [
        ("1.1", "", true), ("1.1", "Connection: close\r\n", false), ("1.1", "Connection: x, CLOSE ,y\r\n", false),
        ("1.1", "Connection: keep-alive\r\nConnection: close\r\n", false), ("1.1", "Connection: closed\r\n", true),
        ("1.1", "Connection: keep-alive, close\r\n", false), ("1.1", "Connection:,,\r\n", true), ("1.0", "", false),
        ("1.0", "Connection: Keep-Alive\r\n", true), ("1.0", "Connection: close, keep-alive\r\n", false),
        ("1.0", "Proxy-Connection: keep-alive\r\n", false),
    ])
    func `the connection stays or goes`(_ version: String, _ line: String, _ keepAlive: Bool) throws {
        #expect(try head(line, start: "GET / HTTP/\(version)\r\nHost: a\r\n").keepAlive == keepAlive)
    }

    @Test func `only a body that is still to come is waited for`() throws {
        let expect = "Expect: 100-Continue\r\n"
        #expect(try head(expect + "Content-Length: 5\r\n").expectsContinue)
        #expect(try head(expect + "Transfer-Encoding: chunked\r\n").expectsContinue)
        #expect(try !head(expect).expectsContinue)
        #expect(try !head(expect + "Content-Length: 0\r\n").expectsContinue)
        #expect(try !head("Content-Length: 5\r\n").expectsContinue)
        #expect(try !head(expect + "Content-Length: 5\r\n", start: "POST / HTTP/1.0\r\n").expectsContinue)
    }

    @Test func `fields of the connection are not forwarded`() throws {
        let own = [
            "Connection: close", "Keep-Alive: a", "Proxy-Authorization: a", "Proxy-: a", "TE: trailers", "Trailer: a",
            "Transfer-Encoding: chunked", "Upgrade: a", "HTTP2-Settings: a",
        ]
        let head = try head(own.map { $0 + "\r\n" }.joined() + "Proxyx: a\r\nDate: a\r\n")
        #expect(head.fields.map(\.isHopByHop) == [false] + own.map { _ in true } + [false, false])
    }

    @Test func `fields that Connection names are not forwarded, wherever they stand`() throws {
        let head = try head(
            "X-Before: 1\r\nX-Stays: 1\r\nConnection: x-AFTER\r\nConnection: ,x-before, te\r\nX-After: 1\r\nX-Afters: 1\r\n"
        )
        let stays = head.fields.filter { !$0.isHopByHop }.map { head.text($0.name) }
        #expect(stays == ["Host", "X-Stays", "X-Afters"])
    }

    @Test func `values are found by kind and by name, without white space around them`() throws {
        let head = try head("X-Request-ID: \t a b\t\r\nx-a:1\r\nX-A: 2\r\nX-Empty: \t \r\nUmlaut: \u{FC}\r\n")
        #expect(head.value(.requestID).map(head.text) == "a b")
        #expect(head.value(named: "x-A").map(head.text) == "1")
        #expect(head.value(named: "X-EMPTY")?.isEmpty == true)
        #expect(head.value(named: "X-Missing") == nil)
        #expect(head.value(.via) == nil)
        #expect(head.value(named: "umlaut").map(head.text) == "\u{FC}")
        let value = try #require(head.value(.requestID))
        #expect(head.equals(value, "a b"))
        #expect(!head.equals(value, "A b"))
        #expect(head.withBytes(of: value) { $0.count } == 3)
    }

    @Test func `names are compared in any case`() throws {
        let head = try head("X-A: Chunked\r\n")
        let value = try #require(head.value(named: "x-a"))
        #expect(head.matches(value, "chunked"))
        #expect(!head.equals(value, "chunked"))
        #expect(!head.matches(value, "chunkef"))
    }

    @Test func `empty lines before a request are not kept`() throws {
        let head = try #require(readRequest("\r\n\r\nGET / HTTP/1.0\r\n\r\n").message)
        #expect(head.bytes == Array("GET / HTTP/1.0\r\n\r\n".utf8))
    }
}
