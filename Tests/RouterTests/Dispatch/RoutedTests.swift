import Fleet
import HTTPEngine
import Router
import Routing
import TestSupport
import Testing

/// Requests that are placed by the model they name, on backends that tests play by hand.
@Suite struct RoutedTests {
    @Test(arguments: ["/api/chat", "/v1/chat/completions", "/v1/messages", "/api/show"], ["zstd", "gzip"])
    func `a compressed request is told that it is`(path: String, encoding: String) async throws {
        try await onStage { stage in
            try stage.report("one", stage.backend.address)
            let refused = try await stage.ask(path, "\u{1}", "Content-Encoding: \(encoding)\r\n")
            #expect(refused.status == 415 && refused.text.contains("is compressed (\(encoding))"))
            let plain = try await stage.ask(path, "\u{1}", "Content-Encoding: Identity\r\n")
            #expect(plain.status == 400)
        }
    }

    @Test(arguments: [
        ("/api/chat", #"{"error":"This"#), ("/v1/embeddings", #""type":"#), ("/v1/messages?beta=1", #""type":"error""#),
    ])
    func `a path of inference is asked with POST, and the router says so whoever is behind it`(
        path: String,
        words: String
    )
        async throws
    {
        try await onStage { stage in
            try stage.report("one", stage.backend.address)
            for method in ["GET", "DELETE", "PUT"] {
                let answer = try await stage.ask("\(method) \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(answer.status == 405 && answer["Allow"] == "POST" && answer.text.contains(words))
            }
            #expect(await stage.router.statistics().upstreamConnects == 0)
        }
    }

    private static let chat = #"{"model":"llama3","messages":[{}],"stream":false}"#

    private static func post(_ path: String, _ body: String, _ fields: String = "") -> String {
        "POST \(path) HTTP/1.1\r\nHost: a\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    private static func answer(_ text: String) -> String {
        "HTTP/1.1 200 OK\r\nContent-Length: \(text.utf8.count)\r\n\r\n\(text)"
    }

    /// Tells the router what a backend has, as a probe or an agent would.
    private func report(
        _ stage: Stage,
        _ node: String,
        _ address: SocketAddress,
        _ models: [String],
        kind: BackendKind = .ollama
    ) throws {
        var report = BackendReport(name: "\(node)-b", kind: kind)
        report.address = "http://\(address)"
        report.slots = 4
        report.models = try models.map { spelling in
            var model = ModelReport(try #require(ModelName(spelling)), .resident)
            model.spelling = spelling
            return model
        }
        stage.router.desk.report(report, node: node)
    }

    /// Two nodes with one model; the first is asked first.
    private func onTwoNodes(_ play: (Stage, _ other: RawListener) async throws -> Void) async throws {
        try await onStage { stage in
            let other = try await RawListener(on: stage.loop)
            try report(stage, "one", stage.backend.address, ["llama3:latest"])
            try report(stage, "two", other.address, ["llama3:latest"])
            try await play(stage, other)
            await other.close()
        }
    }

    private func client(_ stage: Stage, _ request: String) async throws -> RawPeer {
        let client = try await stage.client()
        await client.send(request)
        return client
    }

    @Test func `an answer says which node gave it`() async throws {
        try await onTwoNodes { stage, _ in
            let client = try await client(stage, Self.post("/api/chat", Self.chat))
            let peer = try await stage.backend.accept()
            _ = await peer.read(until: Self.chat)
            await peer.send(Self.answer("{}"))
            let answer = await client.readAnswer()
            #expect(answer.status == 200 && answer.text == "{}")
            #expect(answer["X-Herd-Node"] == "one" && answer["X-Herd-Backend"] == "one-b")
            #expect(answer["X-Herd-Attempts"] == "1" && answer["X-Herd-Wait-Ms"] == "0")
        }
    }

    @Test func `a request goes where its model is, under the name it has there, and is otherwise left as it is`()
        async throws
    {
        try await onStage { stage in
            let other = try await RawListener(on: stage.loop)
            try report(stage, "one", stage.backend.address, ["llama3"])
            try report(stage, "two", other.address, ["Qwen/Qwen3-8B"], kind: .vllm)
            let body = #"{ "model" : "qwen/qwen3-8b", "fallback_models":["llama3"], "seed":1.50,"messages":[{}] }"#
            let client = try await client(stage, Self.post("/v1/chat/completions", body))
            let peer = try await other.accept()
            _ = await peer.read(until: "\r\n\r\n")
            let seen = await peer.read(until: " }").text
            #expect(seen == #"{ "model" : "Qwen/Qwen3-8B",  "seed":1.50,"messages":[{}] }"#)
            await peer.send(Self.answer("{}"))
            #expect(await client.readAnswer()["X-Herd-Node"] == "two")
            await other.close()
        }
    }

    @Test func `a large body is changed on its way to each backend, and only where it must be`() async throws {
        try await onStage { stage in
            let other = try await RawListener(on: stage.loop)
            try report(stage, "one", stage.backend.address, ["Llama3:8B"], kind: .vllm)
            try report(stage, "two", other.address, ["LLAMA3:8b"], kind: .vllm)
            let text = String(repeating: "abcdefghij", count: 60_000)
            let body = #"{"messages":[{"content":"\#(text)"}],"model":"llama3:8b","x":1.0}"#
            let client = try await client(stage, Self.post("/v1/chat/completions", body))
            let first = try await stage.backend.accept()
            _ = await first.read(until: "\r\n\r\n")
            let seen = await first.read(until: #""x":1.0}"#).text
            #expect(seen == body.replacing("llama3:8b", with: "Llama3:8B"))
            await first.send("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n")
            let second = try await other.accept()
            _ = await second.read(until: "\r\n\r\n")
            let again = await second.read(until: #""x":1.0}"#).text
            #expect(again == body.replacing("llama3:8b", with: "LLAMA3:8b"))
            await second.send(Self.answer("yes"))
            #expect(await client.readAnswer().text == "yes")
            await other.close()
        }
    }

    @Test(arguments: [500, 503, 429, 404, 408])
    func `a refusal sends the request to another node, and the client hears of none of it`(status: Int) async throws {
        try await onTwoNodes { stage, other in
            let client = try await client(stage, Self.post("/api/chat", Self.chat))
            let first = try await stage.backend.accept()
            _ = await first.read(until: Self.chat)
            await first.send("HTTP/1.1 \(status) No\r\nContent-Length: 2\r\n\r\nno")
            let second = try await other.accept()
            _ = await second.read(until: Self.chat)
            await second.send(Self.answer("yes"))
            let answer = await client.readAnswer()
            #expect(answer.status == 200 && answer.text == "yes")
            #expect(answer["X-Herd-Node"] == "two" && answer["X-Herd-Attempts"] == "2")
        }
    }

    @Test func `what every node refuses is passed on as it was said`() async throws {
        try await onTwoNodes { stage, other in
            let client = try await client(stage, Self.post("/api/chat", Self.chat))
            for (listener, text) in [(stage.backend, "first"), (other, "last")] {
                let peer = try await listener.accept()
                _ = await peer.read(until: Self.chat)
                await peer.send(
                    "HTTP/1.1 503 No\r\nContent-Type: a/b\r\nRetry-After: 7\r\nContent-Length: \(text.count)\r\n\r\n\(text)"
                )
            }
            let answer = await client.readAnswer()
            #expect(answer.status == 503 && answer.text == "last")
            #expect(answer["Content-Type"] == "a/b" && answer["Retry-After"] == "7")
        }
    }

    @Test func `a node that is gone costs a request one attempt`() async throws {
        try await onStage { stage in
            let nobody = ReservedPort()
            try report(stage, "gone", nobody.address, ["llama3"])
            try report(stage, "here", stage.backend.address, ["llama3"])
            let client = try await client(stage, Self.post("/api/chat", Self.chat))
            let peer = try await stage.backend.accept()
            _ = await peer.read(until: Self.chat)
            await peer.send(Self.answer("yes"))
            let answer = await client.readAnswer()
            #expect(answer.text == "yes" && answer["X-Herd-Node"] == "here" && answer["X-Herd-Attempts"] == "2")
        }
    }

    @Test func `an answer that has begun is never begun again elsewhere`() async throws {
        try await onTwoNodes { stage, other in
            let client = try await client(stage, Self.post("/api/chat", Self.chat))
            let peer = try await stage.backend.accept()
            _ = await peer.read(until: Self.chat)
            await peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello")
            await peer.close()
            let seen = await client.readAll()
            #expect(seen.text.hasSuffix("hello") && seen.ending.isOver)
            #expect(await other.waiting == 0)
            await stage.untilSettled()
        }
    }

    @Test(arguments: [
        ("/api/chat", "application/x-ndjson", "{}\n", #"{"error":"The answer was cut off"#),
        (
            "/v1/chat/completions", "text/event-stream", "data: {}\n\n",
            #"data: {"error":{"message":"The answer was cut off"#
        ),
        ("/v1/messages", "text/event-stream", "data: {}\n\n", "event: error\ndata: {\"type\":\"error\""),
        ("/v1/chat/completions", "text/event-stream", "data: {\"a", "\n\ndata: {\"error\":"),
    ])
    func `a stream that is torn ends with an error in the client's language, and does not look whole`(
        path: String,
        type: String,
        frame: String,
        words: String
    ) async throws {
        try await onTwoNodes { stage, _ in
            let client = try await client(stage, Self.post(path, Self.chat))
            let peer = try await stage.backend.accept()
            _ = await peer.read(until: Self.chat)
            let size = String(frame.utf8.count, radix: 16)
            await peer.send(
                "HTTP/1.1 200 OK\r\nContent-Type: \(type)\r\nTransfer-Encoding: chunked\r\n\r\n\(size)\r\n\(frame)\r\n"
            )
            _ = await client.read(until: frame)
            await peer.close()
            let seen = await client.readAll()
            #expect(seen.text.contains(words), "\(seen.text)")
            #expect(!seen.text.hasSuffix("0\r\n\r\n") && seen.ending == .closed)
        }
    }

    @Test func `a stream that is torn inside of a chunk is only torn`() async throws {
        try await onTwoNodes { stage, _ in
            let client = try await client(stage, Self.post("/api/chat", Self.chat))
            let peer = try await stage.backend.accept()
            _ = await peer.read(until: Self.chat)
            await peer.send(
                "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{}\n"
            )
            _ = await client.read(until: "{}\n")
            await peer.close()
            let seen = await client.readAll()
            #expect(seen.text.isEmpty && seen.ending == .closed)
        }
    }

    @Test(arguments: [
        ("/api/chat", #"{"error":"model 'nope' not found"#),
        ("/v1/chat/completions", #"{"error":{"message":"model 'nope'"#),
        ("/v1/messages", #"{"type":"error","error":{"type":"not_found_error""#),
    ])
    func `a model that nobody has is a 404 in the client's language`(path: String, start: String) async throws {
        try await onStage({ $0.backends = [] }) { stage in
            try report(stage, "one", stage.backend.address, ["llama3"])
            let client = try await client(stage, Self.post(path, #"{"model":"nope","messages":[{}]}"#))
            let answer = await client.readAnswer()
            #expect(answer.status == 404 && answer.text.hasPrefix(start), "\(answer.text)")
            #expect(await stage.backend.waiting == 0)
        }
    }

    @Test func `a backend that does not say what it has is asked for what nobody else has`() async throws {
        try await onStage { stage in
            let other = try await RawListener(on: stage.loop)
            try report(stage, "one", other.address, ["llama3"])
            let body = #"{"model":"nope","messages":[{}]}"#
            let client = try await client(stage, Self.post("/api/chat", body))
            let peer = try await stage.backend.accept()
            _ = await peer.read(until: body)
            await peer.send(Self.answer("here"))
            #expect(await client.readAnswer().text == "here")
            await other.close()
        }
    }

    @Test(arguments: [
        ("X-Herd-Priority: urgent\r\n", chat, "X-Herd-Priority must be"),
        ("X-Herd-Deadline: soon\r\n", chat, "X-Herd-Deadline must be"),
        ("", #"{"messages":[{}]}"#, #"\"model\" is missing"#), ("", "{", "The request body ends at byte 1"),
    ])
    func `what cannot be placed with certainty is a 400 that says why`(
        fields: String,
        body: String,
        reason: String
    ) async throws {
        try await onTwoNodes { stage, _ in
            let client = try await client(stage, Self.post("/api/chat", body, fields))
            let answer = await client.readAnswer()
            #expect(answer.status == 400 && answer.text.contains(reason), "\(answer.text)")
        }
    }

    @Test func `a node that announces itself is used, and one that is wrong is told where`() async throws {
        try await onStage({ $0.backends = [] }) { stage in
            let beat = """
                {"version":1,"node":"studio","backends":[{"name":"o","kind":"ollama","address":"http://\(stage.backend.address)",
                "models":[{"name":"llama3:latest","place":"resident"}]}]}
                """
            let node = try await client(stage, Self.post("/fleet/heartbeat", beat))
            let taken = await node.readAnswer()
            #expect(taken.status == 200 && taken.text.hasPrefix(#"{"node":"studio","beat_every":2.0,"#))
            await node.send(Self.post("/fleet/heartbeat", #"{"version":1,"node":"studio","thermal":"hot"}"#))
            let refused = await node.readAnswer()
            #expect(refused.status == 400 && refused.text.contains("thermal must be one of"))
            let client = try await client(stage, Self.post("/api/chat", Self.chat))
            let peer = try await stage.backend.accept()
            _ = await peer.read(until: Self.chat)
            await peer.send(Self.answer("yes"))
            #expect(await client.readAnswer()["X-Herd-Node"] == "studio")
        }
    }
}
