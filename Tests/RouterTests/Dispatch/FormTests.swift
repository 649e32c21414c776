import Dialects
import Fleet
import HTTPEngine
import Routing
import TestSupport
import Testing

@testable import Router

/// Requests with files: placed by the model in their form, and passed on while they come.
@Suite struct FormTests {
    private static let path = "/v1/audio/transcriptions"
    private static let sound = String(repeating: "RIFF\r\n--Xy", count: 20_000)
    private static let end = "--XyZ--\r\n"

    private static func part(_ head: String, _ content: String) -> String {
        "--XyZ\r\nContent-Disposition: form-data; \(head)\r\n\r\n\(content)\r\n"
    }

    private static let file = part(#"name="file"; filename="a.wav""#, sound)
    private static func model(_ name: String = "whisper") -> String { part(#"name="model""#, name) }

    private static func head(_ length: Int, _ path: String = path) -> String {
        "POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=XyZ\r\n"
            + "Content-Length: \(length)\r\n\r\n"
    }

    private static func post(_ body: String, _ path: String = path) -> String { head(body.utf8.count, path) + body }

    @Test(arguments: [path, "/v1/audio/translations", "/v1/images/edits"], [true, false])
    func `a form reaches the backend of its model byte for byte`(path: String, isFirst: Bool) async throws {
        try await onStage({ $0.backends = [] }) { stage in
            try stage.report("n", stage.backend.address, ["whisper"]) { $0.calls = [.transcriptions, .imageEdits] }
            let body = (isFirst ? Self.model() + Self.file : Self.file + Self.model()) + Self.end
            let client = try await stage.client()
            await client.send(Self.post(body, path))
            let peer = try await stage.backend.accept()
            let got = await peer.read(until: Self.end).text
            #expect(got.hasPrefix("POST \(path) HTTP/1.1\r\n") && got.hasSuffix("\r\n\r\n" + body))
            #expect(got.contains("Content-Length: \(body.utf8.count)\r\n"))
            await peer.send(Stage.answer(#"{"text":"hello"}"#))
            let answer = await client.readAnswer()
            #expect(answer.status == 200 && answer.text == #"{"text":"hello"}"# && answer["X-Herd-Node"] == "n")
        }
    }

    @Test func `what stands behind the model goes on before it has all come`() async throws {
        try await onStage({ $0.backends = [] }) { stage in
            try stage.report("n", stage.backend.address, ["whisper"]) { $0.calls = .transcriptions }
            let client = try await stage.client()
            let body = Self.model() + Self.file + Self.end
            await client.send(Self.head(body.utf8.count) + Self.model() + "--XyZ\r\nX: first\r\n")
            let peer = try await stage.backend.accept()
            #expect(await peer.read(until: "X: first\r\n").text.contains("Content-Length: \(body.utf8.count)\r\n"))
            await client.close()
        }
    }

    @Test(arguments: [true, false])
    func `a backend gets its own name of the model, and a length that is right`(isWhole: Bool) async throws {
        try await onStage({ options in
            options.backends = []
        }) { stage in
            try stage.report("n", stage.backend.address, ["Org/Whisper:latest"]) {
                $0.kind = .vllm
                $0.calls = .transcriptions
            }
            let client = try await stage.client()
            let rest = (isWhole ? "" : Self.file) + Self.end
            await client.send(Self.post(Self.model("org/whisper") + rest))
            let peer = try await stage.backend.accept()
            let got = await peer.read(until: Self.end).text
            let body = Self.model("Org/Whisper:latest") + rest
            #expect(got.hasSuffix("\r\n\r\n" + body) && got.contains("Content-Length: \(body.utf8.count)\r\n"))
            await client.close()
        }
    }

    @Test(arguments: [true, false])
    func `a form may name an alias, or leave its model to the default`(namesAlias: Bool) async throws {
        let aliases = try ModelAliases([ModelAlias("hear-*", ["large"])])
        try await onStage({
            $0.backends = []
            $0.aliases = aliases
            $0.defaultModel = "hear-well"
        }) { stage in
            try stage.report("n", stage.backend.address, ["large"]) { $0.calls = .transcriptions }
            let client = try await stage.client()
            await client.send(Self.post((namesAlias ? Self.model("hear-all") : "") + Self.file + Self.end))
            let peer = try await stage.backend.accept()
            let body = Self.model("large") + Self.file + Self.end
            let got = await peer.read(until: Self.end).text
            #expect(got.hasSuffix("\r\n\r\n" + body) && got.contains("Content-Length: \(body.utf8.count)\r\n"))
            await peer.send(Stage.answer("{}"))
            let answer = await client.readAnswer()
            #expect(answer.status == 200 && answer["X-Herd-Model"] == "large")
        }
    }

    @Test func `a form counts towards the limit of bodies like any other`() async throws {
        try await onStage({
            $0.backends = []
            $0.server.bodyMax = 100_000
        }) { stage in
            try stage.report("n", stage.backend.address, ["whisper"]) { $0.calls = .transcriptions }
            let form = "Content-Type: multipart/form-data; boundary=XyZ\r\n"
            let answer = try await stage.ask(Self.path, Self.file + Self.model() + Self.end, form)
            #expect(try answer.status == 413 && answer.json["error"]?["message"] != nil, "\(answer.text)")
        }
    }

    @Test func `an answer that is no text comes through as it is`() async throws {
        try await onStage({ $0.backends = [] }) { stage in
            try stage.report("n", stage.backend.address, ["kokoro"]) { $0.calls = .speech }
            let client = try await stage.client()
            await client.send(Stage.post("/v1/audio/speech", #"{"model":"kokoro","input":"a","voice":"b"}"#))
            let peer = try await stage.backend.accept()
            _ = await peer.read(until: "}")
            await peer.send(
                "HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nID3\r\n"
            )
            #expect(await client.read(until: "ID3").text.contains("Content-Type: audio/mpeg\r\n"))
            await peer.send("2\r\n{\"\r\n0\r\n\r\n")
            #expect(await client.read(until: "0\r\n\r\n").text.contains("{\""))
            await stage.untilDone(1)
            #expect(try await stage.get("/fleet/requests").list("requests").first?["state"] == "completed")
        }
    }

    // MARK: Refusals

    @Test func `a form goes to another backend as long as nothing of it has left`() async throws {
        try await onStage({ $0.backends = [] }) { stage in
            let gone = try await RawListener(on: stage.loop)
            let address = gone.address
            await gone.close()
            try stage.report("gone", address, ["whisper"]) { $0.calls = .transcriptions }
            try stage.report("n", stage.backend.address, ["whisper"]) {
                $0.calls = .transcriptions
                $0.handicap = 100
            }
            let client = try await stage.client()
            let body = Self.model() + Self.file + Self.end
            await client.send(Self.post(body))
            let peer = try await stage.backend.accept()
            #expect(await peer.read(until: Self.end).text.hasSuffix(body))
            await peer.send(Stage.answer("{}"))
            #expect(await client.readAnswer()["X-Herd-Attempts"] == "2")
        }
    }

    @Test func `a form of which some has left is not sent again`() async throws {
        try await onStage({ $0.backends = [] }) { stage in
            let other = try await FakeBackend()
            try stage.report("n", stage.backend.address, ["whisper"]) { $0.calls = .transcriptions }
            try stage.report("other", other.address, ["whisper"]) {
                $0.calls = .transcriptions
                $0.handicap = 100
            }
            let client = try await stage.client()
            await client.send(Self.post(Self.model() + Self.file + Self.end))
            let peer = try await stage.backend.accept()
            _ = await peer.read(until: Self.end)
            await peer.close()
            #expect(await client.readAnswer().status == 502)
            #expect(await other.seen.requests.isEmpty)
            await stage.untilSettled()
            await other.stop()
        }
    }

    @Test(arguments: [
        ("multipart/form-data; boundary=XyZ", file + end, "model"), ("multipart/form-data", file + end, "boundary"),
        ("multipart/form-data; boundary=XyZ", "what is this", "divided"), ("audio/wav", "RIFF", "multipart/form-data"),
        ("application/json", "{}", "model"), ("multipart/form-data; boundary=XyZ", model("") + end, "empty"),
        ("multipart/form-data; boundary=XyZ", file, "divided"),
        ("multipart/form-data; boundary=XyZ", "--XyZ\r\n" + sound, "divided"),
        ("multipart/form-data; boundary=XyZ", String(repeating: part("name=a", ""), count: 10_000), "divided"),
        ("multipart/form-data; boundary=XyZ", model(String(repeating: "a", count: 100_000)) + end, "longer"),
        ("multipart/form-data; boundary=\(String(repeating: "a", count: 71))", model() + end, "boundary"),
    ])
    func `a form that names no model is refused in words`(type: String, body: String, word: String) async throws {
        try await onStage({ $0.backends = [] }) { stage in
            try stage.report("n", stage.backend.address, ["whisper"]) { $0.calls = .transcriptions }
            let answer = try await stage.ask(Self.path, body, "Content-Type: \(type)\r\n")
            #expect(answer.status == 400, "\(answer.text)")
            #expect(try answer.json["error"]?["message"]?.string?.contains(word) == true, "\(answer.text)")
        }
    }

    @Test func `who cannot be asked is said, and who could`() async throws {
        try await onStage({ $0.backends = [] }) { stage in
            try stage.report("n", stage.backend.address, ["llama3"]) { $0.calls = .chatCompletions }
            let form = "Content-Type: multipart/form-data; boundary=XyZ\r\n"
            let lacking = try await stage.ask(Self.path, Self.model("llama3") + Self.end, form)
            #expect(
                lacking.status == 400 && lacking.text.contains("POST \(Self.path)") && lacking.text.contains("vllm")
            )
            #expect(!lacking.text.contains("/v1/chat"))
            let unknown = try await stage.ask(Self.path, Self.model("nobody") + Self.end, form)
            #expect(unknown.status == 404 && unknown.text.contains("nobody"))
        }
    }

    @Test func `a model that cannot hear is not asked to`() async throws {
        try await onStage({ $0.backends = [] }) { stage in
            try stage.report("n", stage.backend.address, ["llama3"]) {
                $0.calls = .transcriptions
                $0.capabilities = [.chat, .completion]
            }
            let form = "Content-Type: multipart/form-data; boundary=XyZ\r\n"
            let answer = try await stage.ask(Self.path, Self.model("llama3") + Self.end, form)
            #expect(answer.status == 400 && answer.text.contains("transcription"), "\(answer.text)")
        }
    }

    @Test(arguments: [("/v1/rerank", ServerCalls.rerank), ("/v1/audio/speech", .speech)])
    func `a server that does not know the call after all keeps its models`(path: String, calls: ServerCalls)
        async throws
    {
        let backend = try await FakeBackend()
        try await onStage({ $0.backends = [] }) { stage in
            try stage.report("n", backend.address, ["practice"]) { $0.calls = calls.union(.chatCompletions) }
            let body = #"{"model":"practice","input":"a","query":"a","documents":["b"]}"#
            #expect(try await stage.ask(path, body).status == 404)
            let chat = #"{"model":"practice","messages":[{"role":"user","content":"a"}]}"#
            #expect(try await stage.ask("/v1/chat/completions", chat).status == 200)
        }
        await backend.stop()
    }

    @Test func `a response that a server may have kept is not looked for`() async throws {
        try await onStage({ $0.backends = [] }) { stage in
            let other = try await FakeBackend()
            try stage.report("n", stage.backend.address, ["llama3"])
            try stage.report("other", other.address, ["llama3"])
            let client = try await stage.client()
            await client.send("GET /v1/responses/resp_1 HTTP/1.1\r\nHost: a\r\n\r\n")
            let answer = await client.readAnswer()
            #expect(answer.status == 400 && answer.text.contains("keeps no"), "\(answer.text)")
            await other.stop()
        }
    }
}
