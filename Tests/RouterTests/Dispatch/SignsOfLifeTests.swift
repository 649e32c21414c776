import Dialects
import Fleet
import HTTPEngine
import Router
import TestSupport
import Testing

/// Clients that wait for their stream are told that somebody is there, in their own language and without harm to the answer.
@Suite struct SignsOfLifeTests {
    private struct Tongue: CustomTestStringConvertible, Sendable {
        let path: String
        let type: String
        let sign: String
        let answer: String
        /// What another dialect's backend would be asked for the same, and says.
        var calls = BackendKind.ollama.calls
        var backendType: String?
        var backendAnswer: String?

        var testDescription: String { backendType == nil ? path : "\(path), translated" }
    }

    private static let openAI = [
        #"{"choices":[{"index":0,"delta":{"role":"assistant","content":"hello"}}]}"#,
        #"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#, "[DONE]",
    ].map { "data: \($0)\n\n" }.joined()

    private static let tongues = [
        Tongue(
            path: "/v1/chat/completions",
            type: "text/event-stream",
            sign: ": waiting\n\n",
            answer: openAI
        ),
        Tongue(
            path: "/v1/messages",
            type: "text/event-stream",
            sign: "event: ping\ndata: {\"type\":\"ping\"}\n\n",
            answer: "data: {\"delta\":{\"text\":\"hello\"}}\n\ndata: {\"type\":\"message_stop\"}\n\n"
        ),
        Tongue(
            path: "/api/chat",
            type: "application/x-ndjson",
            sign: #""message":{"role":"assistant","content":""},"done":false}"# + "\n",
            answer: "{\"message\":{\"content\":\"hello\"}}\n{\"done\":true}\n"
        ),
        Tongue(
            path: "/api/generate",
            type: "application/x-ndjson",
            sign: #""response":"","done":false}"# + "\n",
            answer: "{\"response\":\"hello\"}\n{\"done\":true}\n"
        ),
        Tongue(
            path: "/api/chat",
            type: "application/x-ndjson",
            sign: #""message":{"role":"assistant","content":""},"done":false}"# + "\n",
            answer: #""content":"hello""#,
            calls: .chatCompletions,
            backendType: "text/event-stream",
            backendAnswer: openAI
        ),
    ]

    private static let ask =
        #"{"model":"llama3","stream":true,"messages":[{"role":"user","content":"a"}],"prompt":"a"}"#

    private func chunk(_ text: String) -> String { "\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n" }

    private func onPatience(
        _ change: (inout RouterOptions) -> Void = { _ in },
        _ play: (Stage) async throws -> Void
    ) async throws {
        try await onStage(
            { options in
                options.backends = []
                options.keepAliveAfter = .milliseconds(1)
                options.keepAliveInterval = .milliseconds(1)
                change(&options)
            },
            play
        )
    }

    private func report(_ stage: Stage, _ tongue: Tongue) throws {
        try stage.report("n", stage.backend.address) { $0.calls = tongue.calls }
    }

    private func post(_ tongue: Tongue, _ fields: String = "") -> String { Stage.post(tongue.path, Self.ask, fields) }

    private func head(_ tongue: Tongue) -> String {
        "HTTP/1.1 200 OK\r\nContent-Type: \(tongue.backendType ?? tongue.type)\r\nTransfer-Encoding: chunked\r\n\r\n"
    }

    /// One head, of ours, and behind the last sign the answer and its end.
    private func expectWhole(_ seen: RawPeer.Received, _ tongue: Tongue, head: String = "") {
        let text = head + seen.text
        #expect(text.hasPrefix("HTTP/1.1 200 OK\r\nServer: herd\r\nContent-Type: \(tongue.type)\r\n"), "\(text)")
        #expect(text.parts(around: "HTTP/1.1") == 2 && text.hasSuffix("0\r\n\r\n"), "\(text)")
        #expect(!text.contains("Content-Length") && text.contains("Transfer-Encoding: chunked\r\n"))
        let answer = text.split(separator: tongue.sign).last ?? ""
        #expect(answer.contains(tongue.answer) && answer.parts(around: "hello") == 2, "\(text)")
    }

    @Test(arguments: tongues)
    private func `while a request waits in line`(tongue: Tongue) async throws {
        try await onPatience { stage in
            try report(stage, tongue)
            let first = try await stage.client()
            await first.send(post(tongue))
            let peer = try await stage.backend.accept()
            _ = await peer.read(until: "\r\n\r\n")
            let client = try await stage.client()
            await client.send(post(tongue, "Connection: close\r\n"))
            await stage.untilWaiting(1)
            let early = await client.read(until: tongue.sign).text
            let more = await client.read(until: tongue.sign).text
            await peer.send(head(tongue) + chunk(tongue.backendAnswer ?? tongue.answer) + "0\r\n\r\n")
            _ = await peer.read(until: "\r\n\r\n")
            await peer.send(head(tongue) + chunk(tongue.backendAnswer ?? tongue.answer) + "0\r\n\r\n")
            expectWhole(await client.readAll(), tongue, head: early + more)
        }
    }

    @Test(arguments: tongues)
    private func `while a backend is silent`(tongue: Tongue) async throws {
        try await onPatience { stage in
            try report(stage, tongue)
            let client = try await stage.client()
            await client.send(post(tongue, "Connection: close\r\n"))
            let peer = try await stage.backend.accept()
            let early = await client.read(until: tongue.sign).text
            // What is known goes into the head.
            #expect(early.contains("X-Herd-Node: n\r\n"))
            await peer.send(head(tongue) + chunk(tongue.backendAnswer ?? tongue.answer) + "0\r\n\r\n")
            expectWhole(await client.readAll(), tongue, head: early)
        }
    }

    @Test(arguments: tongues)
    private func `after a backend's head, until its first token`(tongue: Tongue) async throws {
        try await onPatience { stage in
            try report(stage, tongue)
            let client = try await stage.client()
            await client.send(post(tongue, "Connection: close\r\n"))
            let peer = try await stage.backend.accept()
            _ = await peer.read(until: "\r\n\r\n")
            await peer.send(head(tongue))
            let early = await client.read(until: tongue.sign).text
            let again = await client.read(until: tongue.sign).text
            await peer.send(chunk(tongue.backendAnswer ?? tongue.answer) + "0\r\n\r\n")
            let seen = early + again + (await client.readAll().text)
            #expect(seen.parts(around: "HTTP/1.1") == 2 && seen.hasSuffix("0\r\n\r\n"), "\(seen)")
            #expect((seen.split(separator: tongue.sign).last ?? "").contains(tongue.answer), "\(seen)")
        }
    }

    @Test(arguments: tongues)
    private func `after a sign a failure is an error in the stream, and the stream is torn`(tongue: Tongue) async throws
    {
        try await onPatience { stage in
            try report(stage, tongue)
            let client = try await stage.client()
            await client.send(post(tongue))
            let peer = try await stage.backend.accept()
            _ = await peer.read(until: "\r\n\r\n")
            _ = await client.read(until: tongue.sign)
            await peer.send("HTTP/1.1 400 No\r\nContent-Length: 17\r\n\r\n{\"error\":\"no!\"}  ")
            let seen = await client.readAll()
            #expect(seen.text.contains("no!") && seen.text.contains("error") && !seen.text.contains("HTTP/1.1"))
            #expect(seen.ending == .closed && !seen.text.hasSuffix("0\r\n\r\n"), "\(seen.text)")
            await stage.untilDone(1)
            let record = try await stage.get("/fleet/requests").list("requests").first
            #expect(record?["state"] == "failed")
        }
    }

    @Test(arguments: tongues)
    private func `after a sign another backend may still be asked`(tongue: Tongue) async throws {
        try await onPatience { stage in
            try report(stage, tongue)
            let client = try await stage.client()
            await client.send(post(tongue, "Connection: close\r\n"))
            let peer = try await stage.backend.accept()
            let early = await client.read(until: tongue.sign).text
            let other = try await RawListener(on: stage.loop)
            try stage.report("other", other.address) { $0.calls = tongue.calls }
            await peer.close()
            let second = try await other.accept()
            _ = await second.read(until: "\r\n\r\n")
            await second.send(head(tongue) + chunk(tongue.backendAnswer ?? tongue.answer) + "0\r\n\r\n")
            expectWhole(await client.readAll(), tongue, head: early)
            await other.close()
        }
    }

    @Test(arguments: tongues)
    private func `a client of HTTP 1_0 gets them too`(tongue: Tongue) async throws {
        try await onPatience { stage in
            try report(stage, tongue)
            let client = try await stage.client()
            let request = post(tongue).replacing("HTTP/1.1", with: "HTTP/1.0")
            await client.send(request)
            let peer = try await stage.backend.accept()
            let early = await client.read(until: tongue.sign).text
            await peer.send(head(tongue) + chunk(tongue.backendAnswer ?? tongue.answer) + "0\r\n\r\n")
            let seen = await client.readAll()
            #expect(!(early + seen.text).contains("chunked") && seen.ending == .closed)
            #expect((seen.text.split(separator: tongue.sign).last ?? "").contains(tongue.answer), "\(seen.text)")
        }
    }

    @Test func `the deadline of the first token is not put off by them`() async throws {
        try await onPatience({ $0.upstream.firstTokenTimeout = .milliseconds(30) }) { stage in
            let tongue = Self.tongues[0]
            try report(stage, tongue)
            let client = try await stage.client()
            await client.send(post(tongue))
            let peer = try await stage.backend.accept()
            _ = await peer.read(until: "\r\n\r\n")
            await peer.send(head(tongue))
            let seen = await client.readAll()
            #expect(seen.text.contains(tongue.sign) && seen.text.contains("(first-token-timeout)"), "\(seen.text)")
        }
    }

    @Test func `a client that leaves while it waits is noticed`() async throws {
        try await onPatience { stage in
            try report(stage, Self.tongues[0])
            let client = try await stage.client()
            await client.send(post(Self.tongues[0]))
            let peer = try await stage.backend.accept()
            _ = await client.read(until: Self.tongues[0].sign)
            await client.close()
            #expect(await peer.readAll().ending.isOver)
        }
    }

    @Test func `they stop when the answer begins, and a frame that is open is left alone`() async throws {
        try await onPatience { stage in
            let tongue = Self.tongues[0]
            try report(stage, tongue)
            let client = try await stage.client()
            await client.send(post(tongue, "Connection: close\r\n"))
            let peer = try await stage.backend.accept()
            _ = await peer.read(until: "\r\n\r\n")
            let open = "data: {\"choices\":[{\"delta\":{\"content\""
            await peer.send(head(tongue) + chunk(open))
            let early = await client.read(until: open).text
            try await passTime(stage)
            await peer.send(chunk(":\"a\"}}]}\n\n"))
            try await passTime(stage)
            await peer.send(chunk("data: [DONE]\n\n") + "0\r\n\r\n")
            let text = early + (await client.readAll().text)
            let body = [open, ":\"a\"}}]}\n\n", "data: [DONE]\n\n"].map(chunk).joined() + "0\r\n\r\n"
            #expect(text.hasSuffix(body), "\(text)")
        }
    }

    @Test func `who wants no stream gets none, and a failure with its status`() async throws {
        try await onPatience { stage in
            try report(stage, Self.tongues[0])
            let client = try await stage.client()
            let body = Self.ask.replacing("true", with: "false")
            await client.send(Stage.post("/v1/chat/completions", body))
            let peer = try await stage.backend.accept()
            try await passTime(stage)
            await peer.send("HTTP/1.1 400 No\r\nContent-Length: 2\r\n\r\nno")
            #expect(await client.readAnswer().status == 400)
        }
    }

    /// Long enough for signs to be sent if they were; were it not, no test would fail that should pass.
    private func passTime(_ stage: Stage) async throws {
        for _ in 0..<40 { _ = try await stage.ask("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n") }
    }
}

extension StringProtocol {
    /// How many parts a mark divides it into.
    fileprivate func parts(around mark: String) -> Int { String(self).ranges(of: mark).count + 1 }
}
