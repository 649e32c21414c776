import Dialects
import Fleet
import TestSupport
import Testing

@testable import Router

@Suite struct TokenCountTests {
    private static let path = "/v1/messages/count_tokens"
    private static let words = String(repeating: "word ", count: 80)

    private static func body(_ model: String = "practice") -> String {
        #"{"model":"\#(model)","messages":[{"role":"user","content":"\#(words)"}]}"#
    }

    @Test func `a backend that counts is asked`() async throws {
        try await onFake([.messages, .countTokens]) { stage, backend in
            let answer = try await stage.ask(Self.path, Self.body())
            #expect(answer.status == 200 && answer["X-Herd-Estimate"] == nil && answer["X-Herd-Node"] == "n")
            #expect(try answer.json["input_tokens"]?.integer != nil)
            #expect(await backend.seen.requests.map(\.target) == [Self.path])
        }
    }

    @Test(arguments: [ServerCalls.ollama, .chatCompletions, .messages])
    func `where none can the router says an estimate, and that it is one`(calls: ServerCalls) async throws {
        try await onFake(calls) { stage, backend in
            let answer = try await stage.ask(Self.path, Self.body())
            #expect(answer.status == 200 && answer["X-Herd-Estimate"] == "tokens" && answer["X-Herd-Node"] == nil)
            // 400 letters, and what stands around a message.
            #expect(try answer.json == ["input_tokens": 104])
            #expect(await backend.seen.requests.isEmpty)
        }
    }

    @Test(arguments: [ServerCalls.ollama, .countTokens], ["", "X-Fake: status=500\r\n"])
    func `an estimate is on record as the router's own answer`(calls: ServerCalls, fault: String) async throws {
        try await onFake(calls) { stage, _ in
            let client = try await stage.client()
            await client.send(Stage.post(Self.path, Self.body(), fault))
            let answer = await client.readAnswer()
            await client.send("GET /fleet/requests HTTP/1.1\r\nHost: a\r\n\r\n")
            let row = try #require(try await client.readAnswer().json.list("requests").first)
            let isOwn = answer["X-Herd-Estimate"] == "tokens"
            #expect(isOwn == (calls == .ollama || !fault.isEmpty))
            #expect(row["state"]?.string == (isOwn ? "answered" : "completed") && row["status"]?.integer == 200)
            await client.send("GET /fleet/requests/\(row["id"]?.string ?? "") HTTP/1.1\r\nHost: a\r\n\r\n")
            let page = try await client.readAnswer().json
            let ended = try await stage.get("/fleet/status")["requests"]?["ended"]?.object?.members ?? []
            #expect(ended.filter { $0.value != 0 }.map(\.key) == [isOwn ? "answered" : "completed"])
            #expect(page["error"] == .null && page["attempt_count"]?.integer == (calls == .ollama ? 0 : 1))
        }
    }

    @Test(arguments: ["status=404", "status=501", "status=500", "drop=close"])
    func `a backend that cannot after all is not the last word`(fault: String) async throws {
        try await onFake(.countTokens) { stage, _ in
            let answer = try await stage.ask(Self.path, Self.body(), "X-Fake: \(fault)\r\n")
            #expect(answer.status == 200 && answer["X-Herd-Estimate"] == "tokens", "\(answer.text)")
        }
    }

    @Test func `a request that the backend finds wrong is wrong`() async throws {
        try await onFake(.countTokens) { stage, _ in
            let answer = try await stage.ask(Self.path, Self.body(), "X-Fake: status=400\r\n")
            #expect(answer.status == 400 && answer["X-Herd-Estimate"] == nil)
        }
    }

    @Test func `nobody waits in a line for a number`() async throws {
        try await onFake(.countTokens) { stage, _ in
            try stage.report("n", stage.backend.address, ["practice"]) {
                $0.calls = .countTokens
                $0.slots = 1
            }
            let first = try await stage.client()
            await first.send(Stage.post(Self.path, Self.body()))
            let peer = try await stage.backend.accept()
            _ = await peer.read(until: "\r\n\r\n")
            let answer = try await stage.ask(Self.path, Self.body())
            #expect(answer["X-Herd-Estimate"] == "tokens", "\(answer.text)")
            await first.close()
        }
    }

    @Test func `a model that nobody has is not found, and nothing is not counted`() async throws {
        try await onFake(.ollama) { stage, _ in
            let unknown = try await stage.ask(Self.path, Self.body("nobody"))
            #expect(try unknown.status == 404 && unknown.json["error"]?["type"] == "not_found_error")
            let empty = try await stage.ask(Self.path, #"{"model":"practice","messages":[]}"#)
            #expect(try empty.status == 400 && empty.json["error"]?["type"] == "invalid_request_error")
            #expect(empty.text.contains("messages"))
        }
    }

    private func onFake(_ calls: ServerCalls, _ play: (Stage, FakeBackend) async throws -> Void) async throws {
        let backend = try await FakeBackend()
        try await onStage({ $0.backends = [] }) { stage in
            try stage.report("n", backend.address, ["practice"]) { $0.calls = calls }
            try await play(stage, backend)
        }
        await backend.stop()
    }
}
