import Fleet
import HTTPEngine
import TestSupport
import Testing

@testable import Router

/// Pages in browsers, which ask with an `Origin`.
@Suite struct PageGuardTests {
    private static let page = "Origin: http://localhost:3000\r\n"
    private static let stranger = "Origin: https://bad.example\r\n"

    private func ask(_ stage: Stage, _ method: String, _ path: String, _ fields: String) async throws -> RawAnswer {
        try await stage.ask("\(method) \(path) HTTP/1.1\r\nHost: a\r\n\(fields)\r\n")
    }

    @Test(arguments: [
        ("GET", "/api/tags", 200), ("GET", "/api/ps", 200), ("GET", "/api/version", 200), ("GET", "/v1/models", 200),
        ("GET", "/v1/models/llama3", 200), ("GET", "/v1/models/none", 404), ("GET", "/api/show", 405),
        ("GET", "/", 200),
        ("POST", "/api/chat", 400), ("POST", "/v1/chat/completions", 400), ("POST", "/v1/messages", 400),
    ])
    func `what the router says itself a page may be shown`(method: String, path: String, status: UInt16) async throws {
        try await onStage { stage in
            try stage.report("one", stage.backend.address)
            let answer = try await ask(stage, method, path, Self.page)
            #expect(answer.status == status)
            #expect(answer["Access-Control-Allow-Origin"] == "http://localhost:3000" && answer["Vary"] == "Origin")
            #expect(answer["Access-Control-Expose-Headers"] == "*")
            let program = try await ask(stage, method, path, "")
            #expect(program.status == status && program["Access-Control-Allow-Origin"] == nil)
        }
    }

    @Test func `what a backend says a page may be shown once, and the backend is not told of it`() async throws {
        try await onStage { stage in
            let request = "GET /x HTTP/1.1\r\nHost: a\r\n\(Self.page)X-Own: 1\r\n\r\n"
            let client = try await stage.client()
            await client.send(request)
            let backend = try await stage.backend.accept()
            let head = await backend.read(until: "\r\n\r\n").text
            #expect(head.contains("\r\nX-Own: 1\r\n") && !head.lowercased().contains("origin"))
            await backend.send(
                "HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nAccess-Control-Allow-Credentials: true\r\n"
                    + "Content-Length: 2\r\n\r\nok"
            )
            let answer = await client.readAnswer()
            #expect(answer.text == "ok" && answer["Access-Control-Allow-Credentials"] == nil)
            #expect(answer.head.components("Access-Control-Allow-Origin: http://localhost:3000\r\n") == 1)
            #expect(answer.head.components("Access-Control-Allow-Origin") == 1)
        }
    }

    @Test func `a translated stream may be shown too`() async throws {
        let backend = try await FakeBackend()
        try await onStage({ $0.backends = [] }) { stage in
            try stage.report("n", backend.address, ["practice"]) { $0.calls = .chatCompletions }
            let body = #"{"model":"practice","messages":[{"role":"user","content":"a"}]}"#
            let answer = try await stage.ask("/api/chat", body, Self.page)
            #expect(answer.status == 200 && answer.text.contains(#""done":true"#))
            #expect(answer["Access-Control-Allow-Origin"] == "http://localhost:3000")
            let seen = await backend.seen.requests
            #expect(!seen.isEmpty && !seen.contains { $0.head.contains("localhost:3000") })
        }
        await backend.stop()
    }

    @Test(arguments: ["/api/tags", "/api/chat", "/v1/chat/completions", "/v1/models/a/b", "/anything"])
    func `what browsers ask before a page may is answered here`(path: String) async throws {
        try await onStage { stage in
            let asked =
                "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: authorization,x-stainless-os\r\n"
            let answer = try await ask(stage, "OPTIONS", path, Self.page + asked)
            #expect(answer.status == 200 && answer.body.isEmpty)
            #expect(answer["Access-Control-Allow-Origin"] == "http://localhost:3000")
            #expect(answer["Access-Control-Allow-Methods"]?.contains("DELETE") == true)
            #expect(answer["Access-Control-Allow-Headers"] == "authorization,x-stainless-os")
            #expect(answer["Access-Control-Allow-Private-Network"] == nil)
            let fromAfar = try await ask(
                stage,
                "OPTIONS",
                path,
                Self.page + asked + "Access-Control-Request-Private-Network: true\r\n"
            )
            #expect(fromAfar["Access-Control-Allow-Private-Network"] == "true")
            #expect(await stage.router.statistics().upstreamConnects == 0)
        }
    }

    @Test(arguments: [
        ("/api/chat", #""error":"Pages from https"#), ("/v1/chat/completions", #""type":"#),
        ("/v1/messages", #""permission_error""#), ("/api/delete", #""error":"Pages from https"#),
        ("/fleet/heartbeat", "Pages from https"), ("/x", "Pages from https"),
    ])
    func `a page from elsewhere is refused before anything is done`(path: String, words: String) async throws {
        try await onStage { stage in
            for method in ["POST", "OPTIONS"] {
                let answer = try await ask(stage, method, path, Self.stranger + "Content-Length: 0\r\n")
                #expect(answer.status == 403 && answer.text.contains(words) && answer.text.contains("--origin"))
                #expect(answer["Access-Control-Allow-Origin"] == nil)
            }
            #expect(await stage.router.statistics().upstreamConnects == 0)
        }
    }

    @Test func `the operator names others, or all`() async throws {
        let named = try #require(Origins.Pattern("https://*.example"))
        try await onStage({ $0.origins = Origins([named]) }) { stage in
            let answer = try await ask(stage, "GET", "/", Self.stranger)
            #expect(answer["Access-Control-Allow-Origin"] == "https://bad.example")
            #expect(try await ask(stage, "GET", "/", "Origin: null\r\n").status == 403)
        }
        let all = try #require(Origins.Pattern("*"))
        try await onStage({ $0.origins = Origins([all]) }) { stage in
            let answer = try await ask(stage, "GET", "/", "Origin: null\r\n")
            #expect(answer.status == 200 && answer["Access-Control-Allow-Origin"] == "*" && answer["Vary"] == nil)
        }
    }

    @Test func `how the fleet stands is shown to no other's page, and a page of this address needs no leave`()
        async throws
    {
        try await onStage { stage in
            let nodes = try await ask(stage, "GET", "/fleet/nodes", Self.page)
            #expect(nodes.status == 200 && nodes["Access-Control-Allow-Origin"] == nil)
            let own = try await ask(stage, "GET", "/fleet/nodes", "Origin: http://a\r\n")
            #expect(own.status == 200)
        }
    }

    @Test(arguments: [
        ("http://localhost", true), ("https://LOCALHOST:8443", true), ("http://127.0.0.1:3000", true),
        ("http://[::1]:3000", true), ("app://obsidian.md", true), ("tauri://localhost", true),
        ("vscode-webview://0a1b", true), ("http://localhost.bad.example", false), ("http://192.168.0.2:3000", false),
        ("https://bad.example", false), ("null", false), ("http://bad.example:80@localhost", false),
    ])
    func `pages of this machine and apps are let in unasked`(origin: String, isLetIn: Bool) async throws {
        try await onStage { stage in
            let answer = try await ask(stage, "GET", "/", "Origin: \(origin)\r\n")
            #expect((answer.status == 200) == isLetIn)
        }
    }

    @Test(arguments: [
        "", "localhost", "http://", "://a", "http://a/b", "http://*.a.*", "**", "http://a b", "http://a,b",
    ])
    func `what is no origin is no setting`(text: String) {
        #expect(Origins.Pattern(text) == nil)
    }
}

extension String {
    /// How often a text stands in it.
    fileprivate func components(_ text: String) -> Int {
        split(separator: text, omittingEmptySubsequences: false).count - 1
    }
}
