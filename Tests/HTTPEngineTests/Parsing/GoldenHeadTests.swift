import Testing

@testable import HTTPEngine

/// Heads of real programs, and all that must be understood of them. A field that is not forwarded is marked with ~.
@Suite struct GoldenHeadTests {
    @Test func `a chat request of a Python client`() throws {
        let text = """
            POST /v1/chat/completions HTTP/1.1
            Host: localhost:11435
            Accept-Encoding: gzip, deflate
            Connection: keep-alive
            Content-Type: application/json
            Authorization: Bearer sk-none
            Content-Length: 97


            """
        #expect(
            try request(text) == """
                POST post http11 /v1/chat/completions at localhost:11435 length(97) keepAlive
                host Host: localhost:11435
                other Accept-Encoding: gzip, deflate
                connection ~Connection: keep-alive
                contentType Content-Type: application/json
                authorization Authorization: Bearer sk-none
                contentLength Content-Length: 97
                """
        )
    }

    @Test func `an upload of curl that asks before it sends`() throws {
        let text = """
            POST /api/generate HTTP/1.1
            Host: 127.0.0.1:11435
            User-Agent: curl/7.88.1
            Accept: */*
            Content-Length: 1048577
            Expect: 100-continue


            """
        #expect(
            try request(text) == """
                POST post http11 /api/generate at 127.0.0.1:11435 length(1048577) keepAlive expectsContinue
                host Host: 127.0.0.1:11435
                other User-Agent: curl/7.88.1
                other Accept: */*
                contentLength Content-Length: 1048577
                expect Expect: 100-continue
                """
        )
    }

    @Test func `a request through a proxy, and one that would upgrade`() throws {
        let text = """
            GET http://herd.local:11435/api/tags?x HTTP/1.1
            Host: localhost
            Proxy-Connection: Keep-Alive
            Connection: Upgrade, HTTP2-Settings, x-hop
            Upgrade: h2c
            HTTP2-Settings: AAMAAABk
            TE: trailers
            X-Hop: 1
            X-Request-Id: abc


            """
        #expect(
            try request(text) == """
                GET get http11 /api/tags?x at herd.local:11435 none keepAlive
                host Host: localhost
                proxy ~Proxy-Connection: Keep-Alive
                connection ~Connection: Upgrade, HTTP2-Settings, x-hop
                upgrade ~Upgrade: h2c
                http2Settings ~HTTP2-Settings: AAMAAABk
                te ~TE: trailers
                other ~X-Hop: 1
                requestID X-Request-Id: abc
                """
        )
    }

    @Test func `a stream of llama-server`() throws {
        let text = """
            HTTP/1.1 200 OK
            Server: llama.cpp
            Keep-Alive: timeout=5, max=100
            Content-Type: text/event-stream
            Transfer-Encoding: chunked
            Access-Control-Allow-Origin:\u{20}


            """
        #expect(
            try response(text) == """
                http11 200 OK chunked keepAlive
                server Server: llama.cpp
                keepAlive ~Keep-Alive: timeout=5, max=100
                contentType Content-Type: text/event-stream
                transferEncoding ~Transfer-Encoding: chunked
                accessControl Access-Control-Allow-Origin:\u{20}
                """
        )
    }

    @Test func `a refusal that says when to come back, of an old server`() throws {
        let text = """
            HTTP/1.0 429 Too Many Requests
            Retry-After: 3
            Date: Sat, 01 Nov 2025 10:00:00 GMT
            Via: 1.1 a
            Proxy-Authenticate: Basic
            Upgrade: h2c
            TE: a
            Trailer: X-Sum


            """
        #expect(
            try response(text) == """
                http10 429 Too Many Requests untilClose
                retryAfter Retry-After: 3
                date Date: Sat, 01 Nov 2025 10:00:00 GMT
                via Via: 1.1 a
                proxy ~Proxy-Authenticate: Basic
                upgrade ~Upgrade: h2c
                te ~TE: a
                trailer ~Trailer: X-Sum
                """
        )
    }

    private func request(_ text: String) throws -> String {
        let head = try #require(readRequest(wire(text)).message)
        let words = [
            head.text(head.methodSlice), "\(head.method)", "\(head.version)", head.text(head.path), "at",
            head.text(head.authority), "\(head.body)", head.keepAlive ? "keepAlive" : "",
            head.expectsContinue ? "expectsContinue" : "",
        ]
        return words.filter { !$0.isEmpty }.joined(separator: " ") + fields(head)
    }

    private func response(_ text: String) throws -> String {
        let head = try #require(readResponse(wire(text)).message)
        let words = [
            "\(head.version)", "\(head.status)", head.text(head.reason), "\(head.body(answering: .post))",
            head.keepAlive ? "keepAlive" : "",
        ]
        return words.filter { !$0.isEmpty }.joined(separator: " ") + fields(head)
    }

    private func fields(_ head: some MessageHead) -> String {
        head.fields.map { field in
            "\n\(field.kind) \(field.isHopByHop ? "~" : "")\(head.text(field.name)): \(head.text(field.value))"
        }
        .joined()
    }

    /// As it is sent: lines end with CR LF.
    private func wire(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
    }
}
