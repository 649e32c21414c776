import HTTPEngine
import Router
import TestSupport
import Testing

@Suite struct HeadHygieneTests {
    @Test func `fields of one connection are not passed to the backend`() async throws {
        try await onStage { stage in
            let head = try await stage.forwardedHead(
                of: """
                    GET /x HTTP/1.1\r
                    Host: example.org\r
                    Connection: keep-alive, X-Private\r
                    Keep-Alive: timeout=5\r
                    X-Private: 1\r
                    TE: trailers\r
                    Upgrade: h2c\r
                    Proxy-Authorization: secret\r
                    Proxy-Connection: keep-alive\r
                    X-Kept:  yes \r
                    \r

                    """
            )
            let names = head.split(separator: "\r\n").dropFirst().map { $0.prefix { $0 != ":" }.lowercased() }
            #expect(names.sorted() == ["host", "via", "x-kept", "x-request-id"])
            #expect(head.contains("\r\nX-Kept: yes\r\n"))
        }
    }

    @Test func `the backend is addressed by its own name`() async throws {
        try await onStage { stage in
            let head = try await stage.forwardedHead(of: "GET /x HTTP/1.1\r\nHost: herd.local:11435\r\n\r\n")
            #expect(head.contains("\r\nHost: 127.0.0.1:\(stage.backend.address.port)\r\n"))
            #expect(!head.contains("herd.local"))
        }
    }

    @Test func `a base path stands before every path`() async throws {
        try await onStage({ $0.backends[0].basePath = "/llm" }) { stage in
            let head = try await stage.forwardedHead(of: "GET /v1/models?a=b HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(head.hasPrefix("GET /llm/v1/models?a=b HTTP/1.1\r\n"))
        }
    }

    @Test(arguments: [
        ("GET http://other.example/v1/models?q=1 HTTP/1.1", "GET /v1/models?q=1 HTTP/1.1"),
        ("OPTIONS * HTTP/1.1", "OPTIONS * HTTP/1.1"),
        ("PROPFIND /a%20b HTTP/1.1", "PROPFIND /a%20b HTTP/1.1"),
    ])
    func `every form of target reaches the backend as a path`(sent: String, seen: String) async throws {
        try await onStage { stage in
            let head = try await stage.forwardedHead(of: "\(sent)\r\nHost: a\r\n\r\n")
            #expect(head.hasPrefix("\(seen)\r\n"))
        }
    }

    @Test func `fields of one connection are not passed to the client`() async throws {
        try await onStage { stage in
            let (client, backend) = try await stage.meet()
            await backend.send(
                "HTTP/1.1 200 OK\r\nConnection: X-Inner\r\nX-Inner: 1\r\nKeep-Alive: timeout=5\r\nProxy-Authenticate: Basic\r\n"
                    + "Upgrade: h2c\r\nX-Outer: 2\r\nContent-Length: 0\r\n\r\n"
            )
            let answer = await client.readAnswer()
            for name in ["Connection", "X-Inner", "Keep-Alive", "Proxy-Authenticate", "Upgrade"] {
                #expect(answer[name] == nil, "\(name)")
            }
            #expect(answer["X-Outer"] == "2")
        }
    }

    @Test func `an answer without a date gets one and an answer with one keeps it`() async throws {
        try await onStage { stage in
            let (client, backend) = try await stage.meet()
            await backend.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            #expect(await client.readAnswer()["Date"]?.hasSuffix(" GMT") == true)
            await client.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = await backend.read(until: "\r\n\r\n")
            await backend.send("HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 0\r\n\r\n")
            #expect(await client.readAnswer().all("Date") == ["Sun, 06 Nov 1994 08:49:37 GMT"])
        }
    }

    @Test func `a request keeps its harmless name on the whole way`() async throws {
        try await onStage { stage in
            let client = try await stage.client()
            await client.send("GET /x HTTP/1.1\r\nHost: a\r\nX-Request-Id: abc-1\r\n\r\n")
            let backend = try await stage.backend.accept()
            #expect(await backend.read(until: "\r\n\r\n").text.contains("\r\nX-Request-Id: abc-1\r\n"))
            await backend.send("HTTP/1.1 200 OK\r\nX-Request-Id: other\r\nContent-Length: 0\r\n\r\n")
            #expect(await client.readAnswer().all("X-Request-Id") == ["abc-1"])
        }
    }

    @Test(arguments: ["a b", "a\tb", "<script>", String(repeating: "x", count: 129), ""])
    func `a name that could do harm in a log is replaced`(name: String) async throws {
        try await onStage { stage in
            let client = try await stage.client()
            await client.send("GET / HTTP/1.1\r\nHost: a\r\nX-Request-Id: \(name)\r\n\r\n")
            let given = await client.readAnswer()["X-Request-Id"]
            #expect(given?.utf8.count == 16 && given != name)
        }
    }

    @Test func `a request that comes round is stopped`() async throws {
        try await onStage { stage in
            let first = try await stage.forwardedHead(of: "GET /x HTTP/1.1\r\nHost: a\r\nVia: 1.1 other\r\n\r\n")
            let via = first.split(separator: "\r\n").filter { $0.hasPrefix("Via: ") }
            #expect(via.count == 2 && via.first == "Via: 1.1 other")
            let client = try await stage.client()
            await client.send("GET /x HTTP/1.1\r\nHost: a\r\n\(via.joined(separator: "\r\n"))\r\n\r\n")
            #expect(await client.readAnswer().status == 508)
        }
    }

    @Test(arguments: ["CONNECT a:80", "TRACE /"])
    func `a method that would turn the router into a tunnel is refused`(start: String) async throws {
        try await onStage { stage in
            let client = try await stage.client()
            await client.send("\(start) HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(await client.readAnswer().status == 405)
            #expect(await stage.backend.waiting == 0)
        }
    }
}
