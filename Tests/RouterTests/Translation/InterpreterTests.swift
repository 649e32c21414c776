import Dialects
import Fleet
import HTTPEngine
import Practice
import Routing
import TestSupport
import Testing

@testable import Router

/// A client of any dialect is served by a backend of any other as if it were its own.
@Suite struct InterpreterTests {
    private static let opening = "This is Herd's built-in practice model"

    // MARK: Answers

    @Test(arguments: Direction.all, [false, true])
    func `an answer of another dialect is the same answer`(direction: Direction, stream: Bool) async throws {
        try await onFake(direction) { stage, backend in
            let answer = try await stage.ask(direction.path, direction.body(stream: stream))
            let said = stream ? try Said(stream: answer.text, direction.path) : Said(try answer.json, direction.path)
            #expect(answer.status == 200 && said.isWhole && said.error == nil, "\(answer.text)")
            #expect(said.text.hasPrefix(Self.opening) && said.text.utf8.count > 200, "\(said.text)")
            let type = stream ? direction.streamType : "application/json"
            #expect(answer["Content-Type"] == type && answer["Content-Encoding"] == nil)
            #expect((answer["Transfer-Encoding"] == "chunked") == stream && (answer["Content-Length"] == nil) == stream)
            #expect(answer["X-Herd-Node"] == "n" && answer["X-Herd-Backend"] == "n-b")
            let request = await backend.seen.requests.first
            #expect(request?.target == direction.asked)
            #expect(request?.head.contains("Accept-Encoding: identity\r\n") == true)
            await stage.untilSettled()
        }
    }

    @Test(arguments: Direction.all, [false, true])
    func `what is learned of an answer is what it would be untranslated`(
        direction: Direction,
        stream: Bool
    ) async throws {
        try await onFake(direction) { stage, backend in
            _ = try await stage.ask(direction.path, direction.body(stream: stream))
            await stage.untilDone(1)
            _ = try await stage.ask(
                direction.asked,
                await String(decoding: backend.seen.requests[0].body, as: UTF8.self)
            )
            await stage.untilDone(2)
            let requests = try await stage.get("/fleet/requests").list("requests")
            #expect(requests.count == 2)
            for key in ["state", "prompt_tokens", "output_tokens"] {
                #expect(requests.first?[key] == requests.last?[key], "\(key)")
            }
            let hasFirst = requests.map { $0["first_token_after"]?.number != nil }
            #expect(requests.first?["output_tokens"]?.integer ?? 0 > 20 && hasFirst == [stream, stream])
        }
    }

    @Test(arguments: Direction.all.filter { $0.path != "/api/generate" }, [false, true])
    func `calls of tools come through`(direction: Direction, stream: Bool) async throws {
        try await onRaw(direction) { stage in
            let client = try await stage.client()
            await client.send(Stage.post(direction.path, direction.body(stream: stream, direction.tool)))
            let peer = try await stage.backend.accept()
            #expect(await peer.read(until: "weather").text.hasPrefix("POST \(direction.asked) HTTP/1.1\r\n"))
            let (type, body) = direction.call(stream: stream)
            await peer.send(Stage.answer(body, type: type))
            let answer = await client.readAnswer()
            let said = stream ? try Said(stream: answer.text, direction.path) : Said(try answer.json, direction.path)
            #expect(said.calls == #"weather{"city":"Rome"}"# && said.isWhole, "\(answer.text)")
        }
    }

    @Test func `each piece of a stream is told before the next one exists`() async throws {
        try await onRaw(Direction.all[0]) { stage in
            let (client, peer) = try await begun(stage, Direction.all[0])
            for word in ["one", "two", "three"] {
                await peer.send(chunk(#"data: {"choices":[{"index":0,"delta":{"content":"\#(word)"}}]}"# + "\n\n"))
                #expect(await client.read(until: "\(word)\"}").text.contains(#""content":"\#(word)"#))
            }
            await peer.send(chunk("data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"))
            await peer.send(chunk("data: [DONE]\n\n"))
            // The client has all of it, although the backend has not said that its body ends.
            #expect(await client.read(until: "0\r\n\r\n").text.contains(#""done":true"#))
        }
    }

    @Test func `a client of HTTP 1_0 gets a stream that ends by closing`() async throws {
        let direction = Direction.all[0]
        try await onFake(direction) { stage, _ in
            let client = try await stage.client()
            let body = direction.body(stream: true)
            await client.send("POST \(direction.path) HTTP/1.0\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
            let answer = await client.readAnswer()
            #expect(answer["Transfer-Encoding"] == nil && answer.ending == .closed)
            #expect(try Said(stream: answer.text, direction.path).isWhole)
        }
    }

    @Test func `embeddings are translated, and what has no place is named`() async throws {
        try await onFake(Direction(path: "/api/embed", calls: .embeddings, asked: "/v1/embeddings")) { stage, _ in
            let body = #"{"model":"practice","input":["a","b"],"keep_alive":5,"shrug":1}"#
            let answer = try await stage.ask("/api/embed", body)
            #expect(try answer.json.list("embeddings").count == 2)
            #expect(answer["X-Herd-Dropped"] == "keep_alive, shrug")
        }
    }

    // MARK: Requests

    @Test func `the head says only what the backend's dialect knows, with the key where it looks for it`() async throws
    {
        let direction = Direction.all[2]
        try await onFake(direction) { stage, backend in
            let fields = "x-api-key: k\r\nanthropic-version: 1\r\nAccept: text/event-stream\r\nX-Own: 1\r\n"
            _ = try await stage.ask(Stage.post("\(direction.path)?beta=true", direction.body(stream: false), fields))
            let head = await backend.seen.requests.first?.head ?? ""
            #expect(head.contains("Authorization: Bearer k\r\n") && head.contains("X-Own: 1\r\n"))
            #expect(head.contains("Content-Type: application/json\r\n") && head.contains("Via: 1.1 herd"))
            for name in ["api-key", "anthropic", "event-stream", "beta"] { #expect(!head.contains(name), "\(name)") }
        }
    }

    @Test func `what a backend has no words for goes to one that has`() async throws {
        try await onFake(Direction.all[0]) { stage, backend in
            let other = try await FakeBackend()
            try stage.report("own", other.address, ["practice"]) { $0.handicap = 100 }
            let body = Direction.all[0].body(stream: false, #","tools":[{"type":"web_search","name":"search"}]"#)
            let answer = try await stage.ask("/api/chat", body)
            #expect(answer.status == 200 && answer["X-Herd-Node"] == "own", "\(answer.text)")
            #expect(answer["X-Herd-Attempts"] == "2")
            #expect(await backend.seen.requests.isEmpty)
            await other.stop()
        }
    }

    @Test(arguments: ["/v1/responses", "/v1/messages"])
    func `a server that does not know the call after all is asked in words it knows`(path: String) async throws {
        let backend = try await FakeBackend(only: .openAI)
        try await onStage({ $0.backends = [] }) { stage in
            try stage.report("n", backend.address, ["practice"]) {
                $0.calls = [.chatCompletions, .responses, .messages]
            }
            let direction = Direction(path: path, calls: .chatCompletions, asked: "/v1/chat/completions")
            for _ in 1...2 {
                let answer = try await stage.ask(path, direction.body(stream: true))
                #expect(answer.status == 200 && answer["X-Herd-Attempts"] == "1", "\(answer.text)")
                #expect(try Said(stream: answer.text, path).isWhole)
            }
            #expect(await backend.seen.requests.map(\.target) == [path, direction.asked, direction.asked])
        }
        await backend.stop()
    }

    @Test func `where nobody has words for it the client is told what is in the way`() async throws {
        try await onFake(Direction.all[0]) { stage, backend in
            let body = Direction.all[0].body(stream: false, #","tools":[{"type":"web_search","name":"search"}]"#)
            let answer = try await stage.ask("/api/chat", body)
            let error = Said(try answer.json, "/api/chat").error ?? ""
            #expect(answer.status == 400 && error.contains("tools"), "\(error)")
            #expect(await backend.seen.requests.isEmpty)
        }
    }

    @Test func `a call that nothing is like is refused with who knows it`() async throws {
        let direction = Direction(path: "/v1/rerank", calls: .ollama, asked: "")
        try await onFake(direction) { stage, backend in
            let answer = try await stage.ask("/v1/rerank", #"{"model":"practice","query":"a"}"#)
            let error = Said(try answer.json, "/v1/rerank").error ?? ""
            #expect(answer.status == 400 && error.contains("POST /v1/rerank") && error.contains("vllm"), "\(error)")
            #expect(await backend.seen.requests.isEmpty)
            let route = try await stage.preview(#"{"model":"practice","query":"a"}"#, "?path=/v1/rerank")
            #expect(String(decoding: route.encoded, as: UTF8.self).contains("does not know this call"))
        }
    }

    // MARK: Failures

    @Test(arguments: Direction.all, [400, 401, 403, 404, 429, 500, 503])
    func `a backend's refusal is told in the client's dialect, with no address in it`(
        direction: Direction,
        status: Int
    ) async throws {
        try await onFake(direction) { stage, _ in
            let fault = "X-Fake: status=\(status);retry-after=7\r\n"
            let answer = try await stage.ask(direction.path, direction.body(stream: true), fault)
            let error = Said(try answer.json, direction.path).error
            #expect(answer.status == (status == 401 || status == 403 ? 502 : status), "\(answer.text)")
            #expect(error?.isEmpty == false && answer["Content-Type"] == "application/json")
            #expect(answer["Retry-After"] == "7" || status == 401 || status == 403)
            #expect(!answer.text.contains("127.0.0.1"))
        }
    }

    @Test(arguments: Direction.all, ["close-after=3", "reset-after=3", "end-after=3", "fail-after=3"])
    func `a stream that breaks off ends with an error in the client's dialect, and is torn`(
        direction: Direction,
        fault: String
    ) async throws {
        try await onFake(direction) { stage, _ in
            let client = try await stage.client()
            await client.send(
                Stage.post(direction.path, direction.body(stream: true), "X-Fake: \(fault)\r\n")
            )
            let seen = await client.readAll()
            #expect(seen.ending == .closed && !seen.text.hasSuffix("0\r\n\r\n"), "\(seen.text)")
            #expect(seen.text.contains(#""error":"#), "\(seen.text)")
            #expect(!seen.text.contains("[DONE]") && !seen.text.contains("message_stop"))
            #expect(!seen.text.contains("response.completed"))
            #expect(!seen.text.contains(#""done":true"#))
            await stage.untilDone(1)
            let record = try await stage.get("/fleet/requests").list("requests").first
            #expect(record?["state"] == "failed")
        }
    }

    @Test(arguments: Direction.all)
    func `an answer in one piece that is cut short is a failure`(direction: Direction) async throws {
        try await onRaw(direction) { stage in
            let client = try await stage.client()
            await client.send(Stage.post(direction.path, direction.body(stream: false)))
            let peer = try await stage.backend.accept()
            _ = await peer.read(until: "\r\n\r\n")
            await peer.send(Stage.answer(#"{"choices":[{"mess"#))
            let answer = await client.readAnswer()
            let error = Said(try answer.json, direction.path).error ?? ""
            #expect(answer.status == 502 && !error.isEmpty)
        }
    }

    @Test func `before anything was said a failure in a stream lets another backend try`() async throws {
        try await onRaw(Direction.all[0]) { stage in
            let other = try await FakeBackend()
            let (client, peer) = try await begun(stage, Direction.all[0])
            try stage.report("own", other.address, ["practice"])
            await peer.send(chunk("data: {\"error\":{\"message\":\"out of memory\",\"code\":500}}\n\n"))
            let answer = await client.readAnswer()
            #expect(answer.status == 200 && answer["X-Herd-Node"] == "own", "\(answer.text)")
            #expect(try Said(stream: answer.text, "/api/chat").isWhole)
            await other.stop()
        }
    }

    @Test(arguments: Direction.all)
    func `a client that leaves ends the backend's work`(direction: Direction) async throws {
        try await onFake(direction) { stage, backend in
            let client = try await stage.client()
            await client.send(
                Stage.post(direction.path, direction.body(stream: true), "X-Fake: endless=1ms\r\n")
            )
            _ = await client.read(until: "model")
            await client.close()
            let seen = await backend.seen { $0.departures == 1 && $0.connectionsOpen == 0 }
            #expect(seen.departures == 1)
        }
    }

    // MARK: Scenes

    private func onFake(
        _ direction: Direction,
        _ play: (Stage, FakeBackend) async throws -> Void
    ) async throws {
        let backend = try await FakeBackend()
        try await onStage({ $0.backends = [] }) { stage in
            try stage.report("n", backend.address, ["practice"]) { $0.calls = direction.calls }
            try await play(stage, backend)
        }
        await backend.stop()
    }

    private func onRaw(_ direction: Direction, _ play: (Stage) async throws -> Void) async throws {
        try await onStage({ $0.backends = [] }) { stage in
            try stage.report("n", stage.backend.address, ["practice"]) { $0.calls = direction.calls }
            try await play(stage)
        }
    }

    /// A stream whose head has come.
    private func begun(_ stage: Stage, _ direction: Direction) async throws -> (RawPeer, RawPeer) {
        let client = try await stage.client()
        await client.send(Stage.post(direction.path, direction.body(stream: true)))
        let peer = try await stage.backend.accept()
        _ = await peer.read(until: "\r\n\r\n")
        await peer.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
        return (client, peer)
    }

    private func chunk(_ text: String) -> String { "\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n" }
}

extension Stage {
    /// Until as many requests have come to their end.
    func untilDone(_ count: Int) async {
        while true {
            let done = router.desk.readLog { log, _, _ in log.newest(count + 1).filter { $0.endedAt != nil }.count }
            if done >= count { return }
            await loop.ask {}
        }
    }
}
