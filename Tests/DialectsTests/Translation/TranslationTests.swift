import Fleet
import Testing

@testable import Dialects

@Suite struct TranslationTests {
    private let stamp = GoldenCase.stamp

    private func embed(
        _ dialect: Dialect,
        _ body: String
    ) throws -> (translation: Translation, request: Translation.Request) {
        let backend: Dialect = dialect == .ollama ? .openAI : .ollama
        var translation = try Translation(from: InferenceCall(dialect, .embeddings), to: backend, stamp: stamp)
        let request = try translation.request(Array(body.utf8).span)
        return (translation, request)
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    // MARK: Embeddings

    @Test(
        arguments: [
            (
                Dialect.ollama, #"{"model":"m","input":["a","b"]}"#,
                #"{"model":"m","input":["a","b"],"encoding_format":"float"}"#
            ),
            (
                .ollama, #"{"model":"m","input":"a","dimensions":8}"#,
                #"{"model":"m","input":"a","dimensions":8,"encoding_format":"float"}"#
            ),
            (.ollama, #"{"model":"m","prompt":"a"}"#, #"{"model":"m","input":"a","encoding_format":"float"}"#),
            (
                .openAI, #"{"model":"m","input":["a"],"encoding_format":"base64","dimensions":8}"#,
                #"{"model":"m","input":["a"],"dimensions":8}"#
            ),
            (.openAI, #"{"model":"m","input":"a"}"#, #"{"model":"m","input":"a"}"#),
        ]
    )
    func `embeddings are asked for`(dialect: Dialect, body: String, sent: String) throws {
        let (_, request) = try embed(dialect, body)
        #expect(text(request.body) == sent)
        #expect(request.path == (dialect == .ollama ? "/v1/embeddings" : "/api/embed"))
        #expect(request.dropped.isEmpty)
    }

    @Test(
        arguments: [
            (Dialect.openAI, #"{"model":"m","input":[1,2]}"#, "input"),
            (.openAI, #"{"model":"m","input":[[1]]}"#, "input"),
            (.openAI, #"{"model":"m"}"#, "input"), (.ollama, #"{"model":"m","input":{}}"#, "input"),
            (.openAI, #"{"model":"m","input":"a","encoding_format":"int8"}"#, "encoding_format"),
        ]
    )
    func `what cannot be embedded is refused by name`(dialect: Dialect, body: String, field: String) {
        let error = #expect(throws: DialectError.self) { try embed(dialect, body) }
        #expect(error?.field == field)
        #expect(error?.status == 400)
    }

    @Test func `what embeddings cannot be told of is reported`() throws {
        let (_, request) = try embed(
            .ollama,
            #"{"model":"m","input":"a","truncate":true,"keep_alive":"5m","options":{"num_ctx":5}}"#
        )
        #expect(request.dropped.header == "truncate, keep_alive, options")
    }

    @Test func `OpenAI's embeddings come to Ollama's clients in their order`() throws {
        let answer = """
            {"object":"list","data":[{"object":"embedding","index":1,"embedding":[3,4e-7]},
             {"object":"embedding","index":0,"embedding":[1.50,-2]}],"usage":{"prompt_tokens":5,"total_tokens":5}}
            """
        let list = try embed(.ollama, #"{"model":"m","input":["a","b"]}"#).translation
        #expect(
            text(list.answer(status: 200, Array(answer.utf8).span, at: 0.25).body)
                == #"{"model":"llama3:8b","embeddings":[[1.50,-2],[3,4e-7]],"total_duration":250000000,"prompt_eval_count":5}"#
        )
        let single = try embed(.ollama, #"{"model":"m","prompt":"a"}"#).translation
        #expect(text(single.answer(status: 200, Array(answer.utf8).span).body) == #"{"embedding":[1.50,-2]}"#)
    }

    @Test(
        arguments: [
            ("float", "[1,-2.5,0.10]"), ("base64", #""AACAPwAAIMDNzMw9""#),
        ]
    )
    func `Ollama's embeddings come to OpenAI's clients as they want them`(form: String, expected: String) throws {
        let answer = #"{"model":"m","embeddings":[[1,-2.5,0.10]],"total_duration":1,"prompt_eval_count":3}"#
        let translation = try embed(.openAI, #"{"model":"m","input":"a","encoding_format":"\#(form)"}"#).translation
        #expect(
            text(translation.answer(status: 200, Array(answer.utf8).span).body)
                == #"{"object":"list","data":[{"object":"embedding","embedding":\#(expected),"index":0}],"model":"llama3:8b","#
                + #""usage":{"prompt_tokens":3,"total_tokens":3}}"#
        )
    }

    @Test(
        arguments: [
            (200, "{", 502), (200, "{}", 502), (200, #"{"embeddings":[1]}"#, 502), (200, #"{"embeddings":3}"#, 502),
            (200, #"{"error":"no"}"#, 500), (404, #"{"error":"model 'x' not found"}"#, 404),
        ] as [(UInt16, String, UInt16)]
    )
    func `embeddings that are none are an error`(status: UInt16, body: String, told: UInt16) throws {
        let translation = try embed(.openAI, #"{"model":"m","input":"a"}"#).translation
        let answer = translation.answer(status: status, Array(body.utf8).span)
        #expect(answer.status == told)
        #expect(try JSONValue(parsing: answer.body)["error"]?["message"]?.string?.isEmpty == false)
    }

    @Test func `bytes become letters`() {
        let cases = ["": "", "f": "Zg==", "fo": "Zm8=", "foo": "Zm9v", "foob": "Zm9vYg==", "fooba": "Zm9vYmE="]
        for (plain, encoded) in cases { #expect(Base64.encoded(Array(plain.utf8)) == encoded) }
    }

    // MARK: Calls, models, traits

    @Test(arguments: InferenceCall.Kind.allCases, Dialect.allCases)
    func `what a backend has nothing like is refused`(kind: InferenceCall.Kind, backend: Dialect) {
        let client: Dialect = backend == .openAI ? .ollama : .openAI
        let known: Set<InferenceCall.Kind> =
            backend == .ollama
            ? [.chat, .messages, .generate, .completion, .responses, .embeddings]
            : backend == .openAI
                ? [.chat, .messages, .generate, .embeddings] : [.chat, .messages, .generate, .responses]
        let translation = try? Translation(from: InferenceCall(client, kind), to: backend, stamp: stamp)
        #expect((translation != nil) == known.contains(kind))
    }

    @Test func `the backend's name of a model goes to the backend`() throws {
        var translation = try Translation(from: InferenceCall(.anthropic, .messages), to: .openAI, stamp: stamp)
        let body = #"{"model":"claude-x","max_tokens":5,"messages":[{"role":"user","content":"x"}]}"#
        let request = try translation.request(Array(body.utf8).span, model: "qwen3:4b")
        #expect(try JSONValue(parsing: request.body)["model"] == "qwen3:4b")
        #expect(request.path == "/v1/chat/completions")
        #expect(!request.isStreamed)
    }

    @Test func `a local server is told how to draw, and one that fetches nothing no address`() throws {
        let body = #"{"model":"m","max_tokens":5,"top_k":7,"messages":[{"role":"user","content":"x"}]}"#
        var local = try Translation(
            from: InferenceCall(.anthropic, .messages),
            to: .openAI,
            traits: TargetTraits(.lmStudio),
            stamp: stamp
        )
        let request = try local.request(Array(body.utf8).span)
        #expect(try JSONValue(parsing: request.body)["top_k"] == 7)
        #expect(request.dropped.isEmpty)
        let image = #"{"type":"image","source":{"type":"url","url":"https://example.com/a.png"}}"#
        let asks = #"{"model":"m","max_tokens":5,"messages":[{"role":"user","content":[\#(image)]}]}"#
        let error = #expect(throws: DialectError.self) { try local.request(Array(asks.utf8).span) }
        #expect(error?.status == 400)
    }

    @Test func `names for the header neither grow without end nor in number`() {
        var dropped = DroppedFields()
        #expect(dropped.header == nil)
        for index in 0..<100 { dropped.note("field\(index)") }
        dropped.note("messages[3].x")
        #expect(dropped.names.count == DroppedFields.namesMax)
        #expect(dropped.header?.hasSuffix(", ...") == true)
        var long = DroppedFields()
        long.note(String(repeating: "x", count: 5000))
        long.note("messages[12].a")
        long.note("messages[13].a")
        #expect(long.names == [String(repeating: "x", count: DroppedFields.lengthMax), "messages[].a"])
    }

    @Test(
        arguments: [
            ("Post \"http://10.0.0.7:11434/api\": EOF", "Post \"http://backend/api\": EOF"),
            ("see https://docs.example.com/x", "see https://docs.example.com/x"),
            ("at http://localhost/x and http://[::1]:80", "at http://backend/x and http://backend"),
            ("http://user:pw@gpu1:80", "http://backend"), ("://", "://"), ("plain", "plain"),
            ("https://192.168.1.5", "https://backend"),
        ]
    )
    func `a backend's words lose its address`(said: String, told: String) {
        #expect(BackendFailure.withoutAddresses(said) == told)
    }
}
