import Dialects
import HTTPEngine
import Router
import TestSupport
import Testing

/// Answers that end in good HTTP order and are not whole all the same: a client must not take them for that.
@Suite struct UnfinishedAnswerTests {
    private static let body = #"{"model":"llama3","stream":true,"messages":[{"role":"user","content":"a"}]}"#
    private static let streams = [
        (path: "/api/chat", type: "application/x-ndjson", frame: "{\"message\":{\"content\":\"a\"}}\n"),
        ("/v1/chat/completions", "text/event-stream", "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n"),
        ("/v1/messages", "text/event-stream", "data: {\"delta\":{\"text\":\"a\"}}\n\n"),
        ("/v1/responses", "text/event-stream", "data: {\"delta\":\"a\"}\n\n"),
    ]

    private func chunk(_ text: String) -> String { "\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n" }

    private func head(_ type: String, _ framing: String = "Transfer-Encoding: chunked\r\n") -> String {
        "HTTP/1.1 200 OK\r\nContent-Type: \(type)\r\n\(framing)\r\n"
    }

    /// All the client gets for what a backend sends, a read each.
    private func client(_ path: String, gets pieces: [String], closes: Bool = false) async throws -> RawPeer.Received {
        var received = RawPeer.Received(bytes: [], ending: .open)
        try await onStage({ $0.backends = [] }) { stage in
            try stage.report("n", stage.backend.address)
            let client = try await stage.client()
            await client.send(Stage.post(path, Self.body, "Connection: close\r\n"))
            let peer = try await stage.backend.accept()
            _ = await peer.read(until: Self.body)
            for piece in pieces {
                let before = await stage.router.statistics().bytesReceived
                await peer.send(piece)
                while await stage.router.statistics().bytesReceived < before + UInt64(piece.utf8.count) {
                    await Task.yield()
                }
            }
            if closes { await peer.close() }
            received = await client.readAll()
            await stage.untilDone(1)
            let record = try await stage.get("/fleet/requests").list("requests").first
            let isWhole = received.text.contains("\r\n0\r\n")
            #expect(record?["state"] == (isWhole ? "completed" : "failed"))
        }
        return received
    }

    @Test(arguments: 0..<4, ["0\r\n\r\n", "0\r\n|\r\n", "0\r\nX-T: 1\r\n\r\n", "0\r\n|X-T: 1\r\n\r\n"])
    func `a stream without its dialect's end is told to be cut off, and torn`(index: Int, end: String) async throws {
        let (path, type, frame) = Self.streams[index]
        let ends = end.split(separator: "|").map(String.init)
        let seen = try await client(path, gets: [head(type) + chunk(frame) + ends[0]] + ends.dropFirst())
        #expect(
            seen.text.contains("The answer was cut off: the backend ended it before it was complete"),
            "\(seen.text)"
        )
        // Behind the frame, in a chunk of its own, and no end of the body after it.
        #expect(seen.text.contains(chunk(frame)) && seen.text.hasSuffix("\n\r\n") && !seen.text.contains("0\r\n\r\n"))
        #expect(!seen.text.contains("X-T") && seen.ending == .closed)
    }

    @Test func `so is one that its backend ends by closing`() async throws {
        let (path, type, frame) = Self.streams[0]
        let seen = try await client(path, gets: [head(type, ""), frame], closes: true)
        #expect(seen.text.contains("The answer was cut off") && !seen.text.hasSuffix("0\r\n\r\n"), "\(seen.text)")
    }

    @Test func `a long end that is cut inside is torn without words`() async throws {
        let (path, type, frame) = Self.streams[0]
        let seen = try await client(path, gets: [head(type) + chunk(frame) + "00", "0\r\n\r\n"])
        #expect(!seen.text.contains("0\r\n\r\n") && seen.ending == .closed, "\(seen.text)")
    }

    @Test func `an answer in one piece that breaks off is torn`() async throws {
        let seen = try await client(
            "/api/chat",
            gets: [head("application/json") + chunk(#"{"message":{"con"#) + "0\r\n\r\n"]
        )
        #expect(!seen.text.hasSuffix("0\r\n\r\n") && seen.text.contains(#"{"message":{"con"#) && seen.ending == .closed)
    }

    @Test(
        arguments: [
            (1, "data: [DONE]\n\n"), (1, "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"),
            (0, "{\"done\":true}\n"), (2, "data: {\"type\":\"message_stop\"}\n\n"),
            (3, "data: {\"type\":\"response.completed\"}\n\n"),
        ],
        ["0\r\n\r\n", "0\r\n|\r\n", "0\r\nX-T: 1\r\n\r\n", "0\r\n|X-T: 1\r\n\r\n", "0|\r\n\r\n"]
    )
    func `a stream that says its end is passed on as it came`(last: (Int, String), end: String) async throws {
        let (path, type, frame) = Self.streams[last.0]
        let body = chunk(frame) + chunk(last.1)
        let ends = end.split(separator: "|").map(String.init)
        let seen = try await client(path, gets: [head(type) + body + ends[0]] + ends.dropFirst())
        #expect(seen.text.hasSuffix(body + ends.joined()), "\(seen.text)")
    }

    @Test func `one that says itself that it failed is not told so twice`() async throws {
        let error = "{\"error\":\"out of memory\"}\n"
        var seen = ""
        try await onStage({ $0.backends = [] }) { stage in
            try stage.report("n", stage.backend.address)
            let client = try await stage.client()
            await client.send(Stage.post("/api/chat", Self.body))
            let peer = try await stage.backend.accept()
            _ = await peer.read(until: Self.body)
            await peer.send(head("application/x-ndjson") + chunk(error) + "0\r\n\r\n")
            seen = await client.readAnswer().text
        }
        #expect(seen == error)
    }
}
