import Dialects
import Fleet
import HTTPEngine
import Routing
import TestSupport
import Testing

@testable import Router

/// `POST /fleet/route` says what a request would get, and then the request gets it.
@Suite struct RoutePageTests {
    private static let chat = #"{"model":"llama3","messages":[{"role":"user","content":"a"}],"stream":false}"#

    @Test func `the place a preview names is the place the request gets`() async throws {
        try await onStage { stage in
            let other = try await RawListener(on: stage.loop)
            try stage.report("slow", stage.backend.address) { $0.memoryBandwidth = .gigabytes(50) }
            try stage.report("fast", other.address) { $0.memoryBandwidth = .gigabytes(800) }
            let preview = try await stage.preview(Self.chat)
            #expect(preview["decision"]?.string == "place" && preview["node"]?.string == "fast")
            #expect(preview["backend"]?.string == "fast-b" && preview["expected_start_in"]?.double == 0)
            #expect(preview.texts("candidates", of: "node") == ["fast", "slow"])
            #expect(stage.router.desk.read { dispatcher, _ in dispatcher.ticketCount } == 0)
            let client = try await stage.client()
            await client.send(Stage.post("/v1/chat/completions", Self.chat))
            let peer = try await other.accept()
            _ = await peer.read(until: Self.chat)
            await peer.send(Stage.answer("{}"))
            #expect(await client.readAnswer()["X-Herd-Node"] == "fast")
            #expect(await stage.backend.waiting == 0)
            await other.close()
        }
    }

    @Test func `a request that would wait is said to wait, and waits`() async throws {
        try await onStage { stage in
            try stage.report("one", stage.backend.address)
            let first = try await stage.client()
            await first.send(Stage.post("/api/chat", Self.chat))
            let peer = try await stage.backend.accept()
            _ = await peer.read(until: Self.chat)
            let preview = try await stage.preview(Self.chat)
            #expect(preview["decision"]?.string == "wait" && preview["position"]?.integer == 0)
            #expect((preview["expected_start_in"]?.double ?? 0) > 0 && preview["node"] == nil)
            #expect(preview.texts("candidates", of: "action") == ["wait"])
            #expect((preview.list("candidates").first?["seconds"]?["queue_depth"]?.double ?? 0) > 0)
            let second = try await stage.client()
            await second.send(Stage.post("/api/chat", Self.chat))
            await stage.untilWaiting(1)
            #expect(try await stage.preview(Self.chat)["position"]?.integer == 1)
            // Another of more importance would be served before it.
            #expect(
                try await stage.preview(Self.chat, "", "X-Herd-Priority: interactive\r\n")["position"]?.integer == 0
            )
            await peer.send(Stage.answer("{}"))
            #expect(await first.readAnswer().status == 200)
            _ = await peer.read(until: Self.chat)
            await peer.send(Stage.answer("{}"))
            #expect(await second.readAnswer().status == 200)
        }
    }

    @Test func `what a preview refuses is refused with the same words`() async throws {
        try await onStage({ $0.backends = [] }) { stage in
            try stage.report("one", stage.backend.address)
            for (body, fields) in [
                (#"{"model":"nope"}"#, ""), (Self.chat, "X-Herd-Labels: moon\r\n"),
                (Self.chat, "X-Herd-Deadline: 0\r\n"),
            ] {
                let preview = try await stage.preview(body, "?path=/api/chat", fields)
                let real = try await stage.ask(Stage.post("/api/chat", body, fields))
                #expect(preview["decision"]?.string == "refuse")
                #expect(preview["status"]?.integer == real.status && real.status >= 400)
                let told = try real.json["error"]
                #expect(preview["error"] == told)
                #expect(preview["retry_after"]?.integer.map(String.init) == real["Retry-After"])
                #expect(real["X-Herd-Attempts"] == "0" && real["X-Herd-Node"] == nil)
            }
        }
    }

    @Test func `servers that do not say what they have may have what nobody else has`() async throws {
        try await onStage { stage in
            let other = try await RawListener(on: stage.loop)
            try stage.report("one", other.address)
            let preview = try await stage.preview(#"{"model":"nope"}"#)
            #expect(preview["decision"]?.string == "forward")
            #expect(preview["to_one_of"]?.array?.compactMap(\.string) == ["\(stage.backend.address)"])
            #expect(preview.texts("eliminated", of: "reason") == ["does not have the model"])
            await other.close()
        }
    }

    @Test func `every backend is a candidate or has a reason why not`() async throws {
        try await onStage { stage in
            try stage.report("one", stage.backend.address)
            try stage.report("blind", stage.backend.address) { $0.capabilities = .chat }
            try stage.report("away", stage.backend.address) { $0.isReachable = false }
            try stage.report("other", stage.backend.address, ["qwen3"])
            let image = #"{"model":"llama3","messages":[{"role":"user","content":"a","images":["AAAA"]}]}"#
            let preview = try await stage.preview(image, "?path=/api/chat")
            #expect(preview.texts("candidates", of: "node") == ["one"])
            let reasons = preview.list("eliminated").map {
                "\($0["node"]?.string ?? "-"): \($0["reason"]?.string ?? "-")"
            }
            #expect(
                reasons == [
                    "blind: lacks capability vision", "away: backend does not answer", "other: does not have the model",
                ]
            )
        }
    }

    @Test func `a model passed over for a fallback is shown with its reasons`() async throws {
        try await onStage { stage in
            try stage.report("one", stage.backend.address, ["llama3", "qwen3"])
            try stage.report("two", stage.backend.address, ["huge"]) { $0.isReachable = false }
            let preview = try await stage.preview(#"{"model":"huge","fallback_models":["qwen3"],"messages":[{}]}"#)
            #expect(preview["decision"]?.string == "place" && preview["model"]?.string == "qwen3")
            #expect(preview.texts("passed_over", of: "model") == ["huge"])
            #expect(preview.list("passed_over").first?.texts("eliminated", of: "node") == ["two"])
        }
    }

    @Test(arguments: [
        (#"{"model":"llama3"}"#, "/v1/chat/completions"), (#"{"model":"llama3","options":{}}"#, "/api/chat"),
        (#"{"model":"llama3","prompt":"a"}"#, "/api/generate"),
        (#"{"model":"llama3","prompt":"a","max_tokens":3}"#, "/v1/completions"),
        (#"{"model":"llama3","system":"a","max_tokens":3,"messages":[{}]}"#, "/v1/messages"),
        (#"{"model":"llama3","input":"a"}"#, "/v1/embeddings"),
        (#"{"model":"llama3","input":"a","instructions":"b"}"#, "/v1/responses"),
    ])
    func `which call a body is meant for is guessed where nobody says`(body: String, path: String) async throws {
        try await onStage { stage in
            try stage.report("one", stage.backend.address)
            #expect(try await stage.preview(body)["request"]?["call"]?.string == path)
        }
    }

    @Test func `a prompt's length can be said instead of sent`() async throws {
        try await onStage { stage in
            try stage.report("one", stage.backend.address)
            let short = try await stage.preview(#"{"model":"llama3"}"#, "?path=%2Fapi%2Fchat")
            let long = try await stage.preview(#"{"model":"llama3"}"#, "?path=/api/chat&prompt_tokens=20000")
            #expect(long["request"]?["prompt_tokens"]?.integer == 20_000)
            #expect(long["request"]?["call"]?.string == "/api/chat")
            let prefill = { (preview: JSONValue) in preview.list("candidates").first?["prefill"]?.double ?? 0 }
            #expect(prefill(long) > 10 * prefill(short))
        }
    }

    @Test(arguments: [
        ("", "", "", "The request has no body"), ("", "", "{", "The request body ends at byte 1"),
        ("", "", "[]", "The request body must be a JSON object"),
        ("", "", #"{"messages":[{}]}"#, "\"model\" is missing"),
        ("?path=/api/tags", "", chat, "path must be one that asks a model"),
        ("?prompt_tokens=many", "", chat, "prompt_tokens must be a whole number"),
        ("", "X-Herd-Priority: urgent\r\n", chat, "X-Herd-Priority must be interactive"),
    ])
    func `a question that is wrong is a 400 that says why`(
        query: String,
        fields: String,
        body: String,
        reason: String
    ) async throws {
        try await onStage { stage in
            try stage.report("one", stage.backend.address)
            let answer = try await stage.ask(Stage.post("/fleet/route\(query)", body, fields))
            #expect(answer.status == 400)
            #expect(try answer.json["error"]?.string?.hasPrefix(reason) == true, "\(answer.text)")
        }
    }

    @Test func `a body larger than a request's may be is not taken`() async throws {
        try await onStage({ $0.server.bodyMax = 1024 }) { stage in
            let body = #"{"model":"\#(String(repeating: "a", count: 2000))"}"#
            let answer = try await stage.ask(Stage.post("/fleet/route", body))
            #expect(answer.status == 413)
        }
    }

    @Test func `a receipt replays from what is printed`() async throws {
        try await onStage { stage in
            for (number, bandwidth) in [120.0, 400, 90, 400].enumerated() {
                try stage.report("n\(number)", stage.backend.address, ["llama3"]) {
                    $0.memoryBandwidth = .gigabytes(bandwidth)
                    $0.costTier = number % 2
                }
            }
            var hot = Heartbeat(node: "n1")
            hot.thermal = .serious
            hot.foreignLoad = 0.3
            hot.busy = [BusyFlag(cause: .habit, chance: 0.1)]
            try stage.router.desk.heartbeat(hot)
            let preview = try await stage.preview(#"{"model":"llama3"}"#, "?prompt_tokens=3000")
            let replay = try #require(Replay(preview))
            #expect(replay.rows.count == 4 && replay.chosen == replay.printedChoice && replay.chosen != nil)
            for row in replay.rows {
                #expect(row.total == row.printedTotal)
                #expect(abs(row.sum - row.total) < 1e-9)
            }
            let heated = preview.list("candidates").first { $0["node"]?.string == "n1" }
            for signal in ["thermal", "load", "busy"] {
                #expect((heated?["seconds"]?[signal]?.double ?? 0) > 0, "\(signal)")
            }
            #expect(heated?["unknown"] == [])
            let silent = preview.list("candidates").first { $0["node"]?.string == "n0" }
            #expect(silent?["unknown"] == ["thermal", "load", "busy"])
        }
    }
}
