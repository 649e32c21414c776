import HTTPEngine
import Practice
import TestSupport
import Testing

/// The backend on a real socket; what it sends is proven with the plans it follows.
@Suite struct FakeBackendTests {
    private static let get = "GET /api/version HTTP/1.1\r\nHost: a\r\n\r\n"
    private static let version = #"{"version":"0.14.0+practice"}"#

    private static func post(_ path: String, _ body: String, fake: String? = nil) -> String {
        let field = fake.map { "X-Fake: \($0)\r\n" } ?? ""
        return "POST \(path) HTTP/1.1\r\nHost: a\r\n\(field)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    private static let chat =
        #"{"model":"practice","messages":[{"role":"user","content":"Hi"}],"options":{"num_predict":3}}"#

    /// A backend and a client of it, taken down afterwards.
    private func meet(
        _ script: FakeScript = FakeScript(),
        _ play: (FakeBackend, RawPeer) async throws -> Void
    ) async throws {
        let backend = try await FakeBackend(script)
        let group = try LoopGroup(count: 1)
        do {
            try await play(backend, RawPeer(to: backend.address, on: group.loops[0]))
        } catch {
            Issue.record(error)
        }
        await backend.stop()
        group.stop()
    }

    @Test func `requests on one connection are answered one after the other`() async throws {
        try await meet { backend, client in
            await client.send(Self.get + Self.post("/api/chat?x=1", Self.chat) + Self.get)
            #expect(await client.readAnswer().text == Self.version)
            let answer = await client.readAnswer()
            #expect(answer.chunks.count == 4 && answer.text.contains("\"done\":true") && answer.ending == .open)
            #expect(await client.readAnswer().text == Self.version)
            let seen = await backend.seen
            #expect(seen.requests.map(\.target) == ["/api/version", "/api/chat?x=1", "/api/version"])
            #expect(seen.requests[1].text == Self.chat && seen.requests[1].method == "POST")
            #expect(seen.requests[2].answer == seen.requests[0].answer)
            #expect(String(decoding: seen.requests[0].answer, as: UTF8.self).hasSuffix("\r\n\r\n" + Self.version))
            #expect(seen.answers == 3 && seen.connectionsAccepted == 1 && seen.connectionsOpen == 1)
        }
    }

    @Test func `a chunked body is taken out of its chunks, and invited`() async throws {
        try await meet { backend, client in
            let head =
                "POST /api/chat HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n"
            await client.send(head)
            #expect(await client.read(until: "\r\n\r\n").text == "HTTP/1.1 100 Continue\r\n\r\n")
            for piece in ["5\r\n{\"mod", "\r\n5\r", "\nel\":1\r\n1\r\n}\r\n0\r\nA: b\r\n", "\r\n"] {
                await client.send(piece)
            }
            let answer = await client.readAnswer()
            #expect(answer.status == 400 && answer.text.contains("model must be a string"))
            #expect(await backend.seen.requests.first?.text == #"{"model":1}"#)
        }
    }

    @Test func `the request says how it shall be answered`() async throws {
        try await meet { backend, client in
            await client.send(Self.post("/api/chat", Self.chat, fake: "status=503;retry-after=7"))
            let refused = await client.readAnswer()
            #expect(refused.status == 503 && refused["Retry-After"] == "7" && refused.text.contains("server busy"))
            await client.send("GET /fake/head-fields=3/api/version HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(await client.readAnswer()["X-Field-2"] == "2")
            await client.send("GET /fake/nonsense/ HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(await client.readAnswer().status == 400)
            #expect(await client.readAll().ending == .closed)
            #expect(await backend.seen.refusals.first?.contains("nonsense") == true)
        }
    }

    @Test func `a script says it for the next ones and for all`() async throws {
        let script = FakeScript(always: try Misbehaviour("status=500"), next: [try Misbehaviour("status=429")])
        try await meet(script) { backend, client in
            var statuses: [Int] = []
            for _ in 0..<3 {
                await client.send(Self.get)
                statuses.append(await client.readAnswer().status)
            }
            await backend.follow(FakeScript())
            await client.send(Self.get)
            statuses.append(await client.readAnswer().status)
            #expect(statuses == [429, 500, 500, 200])
        }
    }

    @Test(arguments: [
        ("close-after=1", RawPeer.Ending.closed), ("reset-after=1", .reset), ("drop=close", .closed),
        ("drop=reset", .reset),
        ("idle=close", .closed), ("idle=reset", .reset), ("chunk=cut", .closed), ("http10", .closed),
        ("length=long", .closed),
    ])
    func `a connection ends as it was told to`(fault: String, ending: RawPeer.Ending) async throws {
        try await meet { _, client in
            await client.send(Self.post("/api/chat", Self.chat, fake: fault))
            #expect(await client.readAll().ending == ending)
        }
    }

    @Test(arguments: ["close", "reset"])
    func `a connection ends when it is used again, and not before`(ending: String) async throws {
        try await meet { backend, client in
            await client.send("GET /api/version HTTP/1.1\r\nHost: a\r\nX-Fake: reuse=\(ending)\r\n\r\n")
            #expect(await client.readAnswer().text == Self.version)
            #expect(await backend.seen.connectionsOpen == 1)
            await client.send(Self.get)
            #expect(await client.readAll().ending == (ending == "close" ? .closed : .reset))
            #expect(await backend.seen.requests.count == 1)
        }
    }

    @Test(arguments: [
        "hang", "stall-after=0", "stall-after=2", "endless=1ms", "first-byte=1000s", "first-token=1000s",
        "tokens=3;speed=0.001",
    ])
    func `a client that leaves an answer is noticed`(fault: String) async throws {
        try await meet { backend, client in
            await client.send(Self.post("/api/chat", Self.chat, fake: fault))
            let before = await backend.seen { $0.requests.count == 1 }
            #expect(before.departures == 0)
            await client.close()
            let seen = await backend.seen { $0.connectionsOpen == 0 }
            #expect(seen.departures == 1 && seen.answers == 0, "\(seen)")
        }
    }

    @Test func `a client that leaves after its answer has not left it`() async throws {
        try await meet { backend, client in
            await client.send(Self.post("/api/chat", Self.chat))
            _ = await client.readAnswer()
            await client.close()
            let seen = await backend.seen { $0.connectionsOpen == 0 }
            #expect(seen.departures == 0 && seen.answers == 1)
        }
    }

    @Test func `an endless stream goes on until nobody listens`() async throws {
        try await meet { backend, client in
            await client.send(
                Self.post(
                    "/v1/chat/completions",
                    #"{"model":"practice","stream":true,"messages":[{"content":"a"}]}"#,
                    fake: "endless=1us"
                )
            )
            #expect(await client.read(count: 300_000).ending == .open)
            await client.reset()
            let seen = await backend.seen { $0.departures == 1 }
            #expect(seen.departures == 1)
        }
    }

    @Test func `an early answer comes while the body is still with the client`() async throws {
        try await meet { backend, client in
            let head =
                "POST /api/chat HTTP/1.1\r\nHost: a\r\nX-Fake: early=read;status=200\r\nContent-Length: 10\r\n\r\n"
            await client.send(head)
            #expect(await client.readAnswer().text == "{}")
            await client.send("0123456789" + Self.get)
            #expect(await client.readAnswer().text == Self.version)
            await client.send(head.replacing("early=read;status=200", with: "early=close"))
            #expect(await client.readAnswer().status == 413)
            #expect(await client.readAll().ending == .closed)
            #expect(await backend.seen.requests.map(\.text) == ["", "", ""])
        }
    }

    @Test func `a request no strict server takes is refused and told`() async throws {
        try await meet { backend, client in
            await client.send("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n")
            #expect(await client.readAnswer().status == 400)
            #expect(await backend.seen.refusals.count == 1)
        }
    }

    @Test func `who waits for what has happened does not wait`() async throws {
        try await meet { backend, client in
            await client.send(Self.get)
            _ = await client.readAnswer()
            for _ in 0..<3 {
                let seen = await backend.seen { $0.answers >= 1 }
                #expect(seen.answers == 1)
            }
            async let second = backend.seen { $0.answers == 2 }
            await client.send(Self.get)
            #expect(await second.requests.count == 2)
        }
    }

    @Test func `many clients are served at once`() async throws {
        let backend = try await FakeBackend()
        let group = try LoopGroup(count: 1)
        let peers = try await withThrowingTaskGroup(of: RawPeer.self) { tasks in
            for _ in 0..<100 { tasks.addTask { try await RawPeer(to: backend.address, on: group.loops[0]) } }
            return try await tasks.reduce(into: []) { $0.append($1) }
        }
        for peer in peers { await peer.send(Self.post("/api/chat", Self.chat, fake: "tokens=50")) }
        for peer in peers { #expect(await peer.readAnswer().chunks.count == 51) }
        let seen = await backend.seen
        #expect(seen.connectionsOpen == 100 && seen.answers == 100)
        #expect(Set(seen.requests.map(\.answer)).count == 1)
        await backend.stop()
        group.stop()
    }
}
