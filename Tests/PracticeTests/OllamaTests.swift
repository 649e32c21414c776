import Dialects
import Testing

@testable import Practice

@Suite struct OllamaTests {
    private static let chat = #"{"model":"practice","messages":[{"role":"user","content":"Why is the sky blue?"}]}"#

    @Test func `a chat streams lines by default, and the last one counts`() throws {
        let ask = Ask("POST", "/api/chat", Self.chat)
        #expect(ask.status == 200 && ask.reply.contentType == "application/x-ndjson")
        #expect(ask.frames.allSatisfy { $0.bytes.last == UInt8(ascii: "\n") })
        let lines = try ask.lines
        for line in lines.dropLast() {
            #expect(line.keys == ["model", "created_at", "message", "done"])
            #expect(line["model"] == "practice" && line["done"] == false)
            #expect(line["message"]?.keys == ["role", "content"] && line["message"]?["role"] == "assistant")
        }
        let last = try #require(lines.last)
        #expect(
            last.keys == [
                "model", "created_at", "message", "done", "done_reason", "total_duration", "load_duration",
                "prompt_eval_count", "prompt_eval_duration", "eval_count", "eval_duration",
            ]
        )
        #expect(last["message"]?["content"] == "" && last["done"] == true && last["done_reason"] == "stop")
        #expect(last["eval_count"]?.integer == lines.count - 1)
        #expect(last["prompt_eval_count"] == 5)
        #expect(last["prompt_eval_duration"] == 100_000_000)
        #expect(last["eval_duration"]?.integer == (lines.count - 2) * 20_000_000)
        #expect(last["total_duration"]?.integer == 1_000_000 + 100_000_000 + (lines.count - 2) * 20_000_000)
    }

    @Test func `times go on with the frames`() throws {
        let ask = Ask("POST", "/api/chat", Self.chat, length: .exactly(4))
        #expect(
            ask.frames.map(\.delay) == [
                .milliseconds(100), .milliseconds(20), .milliseconds(20), .milliseconds(20), .zero,
            ]
        )
        #expect(
            try ask.lines.map { $0["created_at"]?.string } == [
                "2026-11-21T12:00:00.112345678Z", "2026-11-21T12:00:00.132345678Z", "2026-11-21T12:00:00.152345678Z",
                "2026-11-21T12:00:00.172345678Z", "2026-11-21T12:00:00.172345678Z",
            ]
        )
    }

    @Test func `an answer that is not streamed comes when the stream would have ended`() throws {
        let ask = Ask(
            "POST",
            "/api/chat",
            Self.chat.replacing("}]}", with: "}],\"stream\":false}"),
            length: .exactly(4)
        )
        #expect(ask.reply.contentType == "application/json; charset=utf-8")
        #expect(ask.delay == .milliseconds(160))
        #expect(try ask.json["message"]?["content"]?.string == "This is Herd'")
        #expect(try ask.json["done_reason"] == "length")
        #expect(try ask.json["created_at"] == "2026-11-21T12:00:00.172345678Z")
    }

    @Test func `generate answers in a response`() throws {
        let ask = Ask(
            "POST",
            "/api/generate",
            #"{"model":"practice:latest","prompt":"Hi","options":{"num_predict":3}}"#
        )
        let lines = try ask.lines
        #expect(lines.map { $0["response"]?.string } == ["This", " is", " Herd", ""])
        #expect(lines[0].keys == ["model", "created_at", "response", "done"])
        #expect(lines[3]["done_reason"] == "length" && lines[3]["eval_count"] == 3)
    }

    @Test(arguments: [
        ("/api/generate", #"{"model":"practice"}"#, "load"),
        ("/api/generate", #"{"model":"practice","prompt":""}"#, "load"),
        ("/api/generate", #"{"model":"practice","keep_alive":"5m"}"#, "load"),
        ("/api/generate", #"{"model":"practice","keep_alive":-1}"#, "load"),
        ("/api/generate", #"{"model":"practice","keep_alive":"10m"}"#, "load"),
        ("/api/generate", #"{"model":"practice","keep_alive":0}"#, "unload"),
        ("/api/generate", #"{"model":"practice","keep_alive":"0s"}"#, "unload"),
        ("/api/generate", #"{"model":"practice","keep_alive":"0"}"#, "unload"),
        ("/api/chat", #"{"model":"practice"}"#, "load"),
        ("/api/chat", #"{"model":"practice","messages":[],"keep_alive":0.0}"#, "unload"),
        ("/api/generate", #"{"model":"practice-embed"}"#, "load"),
    ])
    func `without a prompt a model is only loaded or unloaded`(path: String, body: String, reason: String) throws {
        let ask = Ask("POST", path, body)
        let json = try ask.json
        #expect(ask.status == 200 && ask.delay == .zero)
        #expect(
            json.keys == ["model", "created_at", path == "/api/chat" ? "message" : "response", "done", "done_reason"]
        )
        #expect(json["done"] == true && json["done_reason"]?.string == reason)
        #expect(json["created_at"] == "2026-11-21T12:00:00.012345678Z")
    }

    @Test func `asked for JSON it writes JSON`() throws {
        for format in ["\"json\"", "{\"type\":\"object\"}"] {
            let body = #"{"model":"practice","prompt":"Hi","stream":false,"format":"# + format + "}"
            let text = try #require(try Ask("POST", "/api/generate", body).json["response"]?.string)
            #expect(try JSONValue(parsing: Array(text.utf8)).object != nil)
        }
    }

    @Test func `embeddings come one for each text`() throws {
        let json = try Ask(
            "POST",
            "/api/embed",
            #"{"model":"practice-embed","input":["a cat","a dog"],"dimensions":16}"#
        ).json
        #expect(json.keys == ["model", "embeddings", "total_duration", "load_duration", "prompt_eval_count"])
        #expect(json["model"] == "practice-embed" && json["prompt_eval_count"] == 4)
        let vectors = try #require(json["embeddings"]?.array)
        #expect(vectors.count == 2 && vectors[0] != vectors[1])
        #expect(
            vectors[0].array?.map { Float($0.double ?? 0) } == PracticeEmbedding(of: "a cat", dimensions: 16).values
        )
        #expect(
            try Ask("POST", "/api/embed", #"{"model":"practice-embed","input":"a"}"#).json["embeddings"]?[0]?.array?
                .count == 384
        )
        #expect(try Ask("POST", "/api/embed", #"{"model":"practice-embed"}"#).json["embeddings"] == [])
    }

    @Test func `the older embeddings are one vector of wide numbers`() throws {
        let json = try Ask("POST", "/api/embeddings", #"{"model":"practice-embed","prompt":"a cat"}"#).json
        #expect(json.keys == ["embedding"])
        #expect(json["embedding"]?.array?.map(\.double) == PracticeEmbedding(of: "a cat").values.map(Double.init))
        #expect(try Ask("POST", "/api/embeddings", #"{"model":"practice-embed"}"#).json["embedding"] == [])
    }

    @Test func `both models are listed and resident`() throws {
        let tags = try Ask("GET", "/api/tags").json
        #expect(tags["models"]?.array?.map { $0["name"]?.string } == ["practice:latest", "practice-embed:latest"])
        let model = try #require(tags["models"]?[0])
        #expect(model.keys == ["name", "model", "modified_at", "size", "digest", "details", "capabilities"])
        #expect(
            model["details"]?.keys == [
                "parent_model", "format", "family", "families", "parameter_size", "quantization_level",
            ]
        )
        #expect(
            model["digest"]?.string?.count == 64
                && model["capabilities"] == ["completion", "tools", "thinking", "vision"]
        )
        #expect(tags["models"]?[1]?["capabilities"] == ["embedding"])
        #expect(tags["models"]?[1]?["digest"] != model["digest"])

        let resident = try #require(try Ask("GET", "/api/ps").json["models"]?[0])
        #expect(
            resident.keys == [
                "name", "model", "size", "digest", "details", "expires_at", "size_vram", "context_length",
            ]
        )
        #expect(resident["expires_at"] == "2026-11-21T12:05:00.012345678Z")
    }

    @Test func `a model shows what it is`() throws {
        let json = try Ask("POST", "/api/show", #"{"name":"Practice-Embed"}"#).json
        #expect(
            json.keys == [
                "license", "modelfile", "parameters", "template", "details", "model_info", "capabilities",
                "modified_at",
            ]
        )
        #expect(json["capabilities"] == ["embedding"])
        #expect(json["model_info"]?["practice.embedding_length"] == 384)
    }

    @Test func `it is alive and has a version`() throws {
        #expect(Ask("GET", "/").text == "Ollama is running" && Ask("HEAD", "/").status == 200)
        #expect(try Ask("GET", "/api/version").json["version"]?.string?.prefix(2) == "0.")
        #expect(try Ask("GET", "/api/version?x=1").json.keys == ["version"])
    }

    @Test(arguments: [
        ("/api/chat", "", 400, "missing request body"),
        ("/api/chat", "{", 400, "invalid JSON: an unexpected end at byte 1"),
        ("/api/chat", "[]", 400, "invalid JSON: something else than an object at byte 0"),
        ("/api/chat", "{}", 400, "model is required"),
        ("/api/generate", #"{"model":""}"#, 400, "model is required"),
        ("/api/generate", #"{"model":5}"#, 400, "model must be a string"),
        ("/api/chat", #"{"model":"llama3"}"#, 404, "model 'llama3' not found"),
        ("/api/show", #"{"model":"practice:7b"}"#, 404, "model 'practice:7b' not found"),
        ("/api/embed", #"{"model":"x","input":"a"}"#, 404, "model 'x' not found"),
        ("/api/embed", #"{"model":"practice-embed","input":5}"#, 400, "invalid input type"),
        ("/api/chat", #"{"model":"practice","messages":5}"#, 400, "messages must be an array"),
        ("/api/generate", #"{"model":"practice","prompt":"a","stream":1}"#, 400, "stream must be true or false"),
        (
            "/api/generate", #"{"model":"practice-embed","prompt":"a"}"#, 400,
            "\"practice-embed\" does not support generate"
        ),
        (
            "/api/chat", #"{"model":"practice-embed","messages":[{"content":"a"}]}"#, 400,
            "\"practice-embed\" does not support chat"
        ),
        (
            "/api/generate", #"{"model":"practice","prompt":"a","think":1}"#, 400,
            "invalid think value: it must be true, false, low, medium, high or max"
        ),
        (
            "/api/generate", #"{"model":"practice","prompt":"a","think":"enormous"}"#, 400,
            "invalid think value: it must be true, false, low, medium, high or max"
        ),
    ])
    func `what is wrong is said as Ollama says it`(path: String, body: String, status: UInt16, message: String) throws {
        let ask = Ask("POST", path, body)
        #expect(ask.status == status && ask.reply.contentType.hasPrefix("application/json"))
        #expect(try ask.json == ["error": .string(message)])
    }

    @Test(arguments: [
        ("PUT", "/api/chat", "POST"), ("GET", "/api/generate", "POST"), ("POST", "/api/tags", "GET, HEAD"),
        ("HEAD", "/api/ps", "GET"), ("DELETE", "/", "GET, HEAD"), ("GET", "/v1/messages", "POST"),
    ])
    func `a known path with another method says which it has`(method: String, path: String, allowed: String) {
        let ask = Ask(method, path)
        #expect(ask.status == 405 && ask.reply.fields.map(\.value) == [allowed])
    }

    @Test(arguments: ["/api/pull", "/metrics", "/health", "/api", "/api/chat/", "/v1", "/v2/models", "", "*"])
    func `other paths are not found`(path: String) {
        #expect(Ask("GET", path).status == 404 && Ask("GET", path).text == "404 page not found")
    }
}
