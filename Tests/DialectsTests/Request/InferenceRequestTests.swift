import Fleet
import Testing

@testable import Dialects

@Suite struct InferenceRequestTests {
    @Test func `an Ollama chat is understood`() throws {
        let asked = try Asked(
            "/api/chat",
            #"""
            {"model":"Llama3","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Why?",
             "images":["aWk="]}],"tools":[{"type":"function","function":{"name":"f"}}],"think":"high","format":"json",
             "options":{"num_ctx":8192,"num_predict":100,"seed":1},"keep_alive":"1h30m",
             "fallback_models":["Mistral:7b","llama3:latest","qwen"]}
            """#
        )
        let request = asked.request
        #expect(request.call == InferenceCall(.ollama, .chat))
        #expect(request.model == "Llama3")
        #expect(String(decoding: asked.body[request.modelPlace], as: UTF8.self) == "\"Llama3\"")
        // A fallback that is the model itself adds nothing.
        #expect(request.models.map(\.text) == ["llama3:latest", "mistral:7b", "qwen:latest"])
        #expect(request.isStreamed && request.purpose == .answer && request.isStructured)
        #expect(request.outputMax == 100 && request.contextAsked == 8192)
        #expect(request.capabilities == [.tools, .vision, .thinking])
        #expect(request.keepAlive == .lasting(5400))
        #expect(request.session == nil)
        #expect(request.prefix.count == 3)
        #expect(request.prefix.last?.tokens == request.promptTokens)
    }

    @Test func `an OpenAI chat is understood`() throws {
        let request = try Asked(
            "/v1/chat/completions",
            #"""
            {"model":"gpt-oss:20b","stream":true,"messages":[{"role":"user","content":[{"type":"text","text":"What?"},
             {"type":"image_url","image_url":{"url":"https://example.org/a.png"}}]}],"max_tokens":5,
             "max_completion_tokens":7,"tools":[],"response_format":{"type":"json_schema","json_schema":{}},
             "reasoning_effort":"low","user":"u","options":{"num_ctx":1,"num_predict":2},"keep_alive":0}
            """#
        ).request
        #expect(request.isStreamed && request.isStructured)
        #expect(request.outputMax == 7 && request.contextAsked == nil && request.keepAlive == nil)
        #expect(request.capabilities == [.vision, .thinking])
        #expect(request.session != nil)
    }

    @Test func `a Responses request is understood`() throws {
        let request = try Asked(
            "/v1/responses",
            #"""
            {"model":"m","instructions":"Be brief.","input":[{"role":"user","content":[{"type":"input_text","text":"a"},
             {"type":"input_image","image_url":"data:image/png;base64,aWk="}]},
             {"type":"function_call_output","call_id":"c","output":"42"}],"max_output_tokens":9,
             "text":{"format":{"type":"json_object"}},"reasoning":{"effort":"none"},"prompt_cache_key":"k","user":"u"}
            """#
        ).request
        #expect(!request.isStreamed && request.isStructured)
        #expect(request.outputMax == 9)
        #expect(request.capabilities == .vision)
        #expect(request.prefix.count == 3)
    }

    @Test func `an Anthropic message is understood`() throws {
        let request = try Asked(
            "/v1/messages",
            #"""
            {"model":"claude-x","max_tokens":1024,"system":[{"type":"text","text":"Be brief.",
             "cache_control":{"type":"ephemeral"}}],"messages":[{"role":"user","content":[{"type":"tool_result",
             "tool_use_id":"t","content":[{"type":"image","source":{"type":"base64","data":"aWk="}}]}]}],
             "tools":[{"name":"f","input_schema":{}}],"thinking":{"type":"enabled","budget_tokens":1},
             "metadata":{"user_id":"user_1"}}
            """#
        ).request
        #expect(!request.isStreamed && !request.isStructured)
        #expect(request.outputMax == 1024)
        #expect(request.capabilities == [.tools, .vision, .thinking])
        #expect(request.session != nil)
        #expect(request.prefix.count == 2)
    }

    // MARK: One field at a time

    @Test(arguments: [
        ("/api/chat", "", true), ("/api/chat", #","stream":false"#, false), ("/api/chat", #","stream":null"#, true),
        ("/api/generate", "", true), ("/v1/chat/completions", "", false),
        ("/v1/chat/completions", #","stream":true"#, true), ("/v1/messages", "", false),
        ("/v1/messages", #","stream":true"#, true), ("/v1/completions", "", false), ("/v1/responses", "", false),
        ("/api/embed", "", false), ("/api/embed", #","stream":true"#, false),
        ("/v1/messages/count_tokens", #","stream":true"#, false), ("/v1/responses", #","stream":"yes""#, false),
    ])
    func `whether the answer streams follows the dialect`(path: String, member: String, isStreamed: Bool) throws {
        #expect(try Asked(path, #"{"model":"m","messages":[{}]"# + member + "}").request.isStreamed == isStreamed)
    }

    @Test(
        arguments: [
            ("/api/chat", #""options":{"num_predict":-1}"#, nil), ("/api/chat", #""options":{"num_predict":0}"#, 0),
            ("/api/chat", #""max_tokens":5"#, nil), ("/v1/chat/completions", #""max_tokens":5"#, 5),
            ("/v1/chat/completions", #""options":{"num_predict":5}"#, nil),
            ("/v1/completions", #""max_tokens":5,"max_completion_tokens":6"#, 5),
            ("/v1/responses", #""max_tokens":5"#, nil), ("/v1/responses", #""max_output_tokens":5"#, 5),
            ("/v1/messages", #""max_tokens":5"#, 5), ("/v1/messages", #""max_tokens":"5""#, nil),
        ] as [(String, String, Int?)]
    )
    func `the limit on the answer has another name in each dialect`(path: String, member: String, limit: Int?) throws {
        #expect(try Asked(path, #"{"model":"m","# + member + "}").request.outputMax == limit)
    }

    @Test(arguments: [
        ("/api/generate", #""prompt":"""#, InferenceRequest.Purpose.load), ("/api/generate", #""x":1"#, .load),
        ("/api/generate", #""prompt":null,"keep_alive":-1"#, .load),
        ("/api/generate", #""prompt":"","keep_alive":0"#, .unload), ("/api/generate", #""keep_alive":"0s""#, .unload),
        ("/api/generate", #""prompt":"a","keep_alive":0"#, .answer), ("/api/generate", #""prompt":" ""#, .answer),
        ("/api/generate", #""images":["aWk="]"#, .answer), ("/api/generate", #""images":[]"#, .load),
        ("/api/chat", #""messages":"hello""#, .answer), ("/api/chat", #""messages":5"#, .answer),
        ("/api/chat", #""messages":null"#, .load), ("/api/generate", #""prompt":5"#, .answer),
        ("/api/chat", #""messages":[],"keep_alive":"5m""#, .load), ("/api/chat", #""keep_alive":0.0"#, .unload),
        ("/api/chat", #""messages":[{}]"#, .answer), ("/api/embed", #""input":"""#, .answer),
        ("/v1/chat/completions", #""messages":[]"#, .answer), ("/v1/messages", #""messages":[]"#, .answer),
    ])
    func `an empty prompt is an order to load, to Ollama alone`(
        path: String,
        member: String,
        purpose: InferenceRequest.Purpose
    ) throws {
        #expect(try Asked(path, #"{"model":"m","# + member + "}").request.purpose == purpose)
    }

    @Test(
        arguments: [
            ("/api/chat", #""think":true"#, Capability.thinking), ("/api/chat", #""think":false"#, []),
            ("/api/chat", #""tools":[ ]"#, []), ("/api/chat", #""tools":null"#, []),
            ("/api/chat", #""tools":[{}]"#, .tools),
            ("/api/generate", #""suffix":"}""#, .insert), ("/v1/completions", #""suffix":null"#, []),
            ("/api/embeddings", #""prompt":"a""#, .embeddings), ("/v1/embeddings", #""input":"a""#, .embeddings),
            ("/v1/rerank", #""query":"a""#, .rerank), ("/v1/images/generations", #""prompt":"a""#, .image),
            ("/v1/audio/speech", #""input":"a""#, .speech),
            ("/v1/chat/completions", #""reasoning":{"effort":"high"}"#, .thinking),
            ("/v1/messages", #""thinking":{"type":"disabled"}"#, []),
            ("/api/chat", #""messages":[{"content":"see","images":[]}]"#, []),
            ("/v1/chat/completions", #""messages":[{"content":[{"image_url":"x","type":"image_url"}]}]"#, .vision),
            ("/v1/chat/completions", #""messages":[{"content":[{"type":"input_audio","input_audio":{}}]}]"#, []),
            (
                "/v1/chat/completions", #""messages":[{"content":[{"type":"text","text":"\"type\":\"image_url\""}]}]"#,
                []
            ),
            ("/api/generate", #""prompt":"a","images":["aWk="]"#, .vision),
        ] as [(String, String, Capability)]
    )
    func `what a request takes shows in its fields`(path: String, member: String, needed: Capability) throws {
        #expect(try Asked(path, #"{"model":"m","# + member + "}").request.capabilities == needed)
    }

    @Test(arguments: [
        ("/api/chat", #""format":"json""#, true), ("/api/chat", #""format":"""#, false),
        ("/api/chat", #""format":null"#, false), ("/api/chat", #""format":{"type":"object"}"#, true),
        ("/v1/chat/completions", #""response_format":{"type":"text"}"#, false),
        ("/v1/chat/completions", #""response_format":{"type":"json_object"}"#, true),
        ("/v1/responses", #""text":{"format":{"type":"text"}}"#, false), ("/v1/responses", #""text":{}"#, false),
        ("/v1/responses", #""text":{"verbosity":"low","format":{"x":1,"type":"json_schema"}}"#, true),
    ])
    func `an answer in JSON is asked for`(path: String, member: String, isStructured: Bool) throws {
        #expect(try Asked(path, #"{"model":"m","# + member + "}").request.isStructured == isStructured)
    }

    @Test(
        arguments: [
            ("-1", KeepAlive.forever), ("0", .lasting(0)), ("300", .lasting(300)), ("2.5", .lasting(2.5)),
            (#""5m""#, .lasting(300)), (#""-1s""#, .forever), (#""0""#, .lasting(0)), (#""1h2m3s""#, .lasting(3723)),
            (#""1.5h""#, .lasting(5400)), (#""+250ms""#, .lasting(0.25)), (#""5""#, nil), (#""""#, nil), (#""-""#, nil),
            (#""m""#, nil), (#""5m3""#, nil), (#""5 m""#, nil), (#""for ever""#, nil), ("true", nil), ("null", nil),
            ("1e999", nil),
        ] as [(String, KeepAlive?)]
    )
    func `how long a model shall stay is read as Ollama reads it`(value: String, keepAlive: KeepAlive?) throws {
        #expect(try Asked("/api/chat", #"{"model":"m","keep_alive":"# + value + "}").request.keepAlive == keepAlive)
    }

    @Test func `the header names the session before the body does, and the closest name in it wins`() throws {
        func session(_ members: String, header: String? = nil) throws -> UInt64? {
            try Asked("/v1/responses", #"{"model":"m""# + members + "}", session: header).request.session
        }
        #expect(try session("") == nil)
        #expect(try session(#","user":"","metadata":{"user_id":7},"prompt_cache_key":null"#) == nil)
        let one = try session(#","user":"one""#)
        #expect(one != nil)
        #expect(try session(#","user":"two","metadata":{"user_id":"one"}"#) == one)
        #expect(try session(#","user":"two","prompt_cache_key":"one","metadata":{"user_id":"three"}"#) == one)
        #expect(try session(#","prompt_cache_key":"two""#, header: "one") == one)
        #expect(try session(#","user":"two""#) != one)
    }

    // MARK: Refusals

    @Test(arguments: [
        ("", RequestRefusal.noBody), (" \n", .noBody), ("[]", .notJSON(JSONFault(.notAnObject, at: 0))),
        ("null", .notJSON(JSONFault(.notAnObject, at: 0))), (#"{"model":"m""#, .notJSON(JSONFault(.truncated, at: 12))),
        (#"{"model":"m",}"#, .notJSON(JSONFault(.unexpectedByte, at: 13))),
        (#"{"model":"m"}{"#, .notJSON(JSONFault(.bytesAfterTheEnd, at: 13))), ("{}", .modelMissing),
        (#"{"messages":[{"model":"m"}]}"#, .modelMissing), (#"{"Model":"m"}"#, .modelMisspelt),
        (#"{"model":"m","MODEL":"n"}"#, .modelMisspelt), (#"{"model":"m","model":"m"}"#, .modelRepeated),
        (#"{"model":"m","mod\u0065l":"n"}"#, .modelRepeated), (#"{"model":null}"#, .modelNotText),
        (#"{"model":5}"#, .modelNotText), (#"{"model":["m"]}"#, .modelNotText), (#"{"model":""}"#, .modelEmpty),
        (#"{"model":" \n"}"#, .modelEmpty), ("{\"model\":\"\(String(repeating: "m", count: 513))\"}", .modelTooLong),
        (#"{"model":"m","fallback_models":"n"}"#, .fallbacksNotNames),
        (#"{"model":"m","fallback_models":[1]}"#, .fallbacksNotNames),
        (#"{"model":"m","fallback_models":["n",""]}"#, .fallbacksNotNames),
        (#"{"model":"m","fallback_models":[],"fallback_models":[]}"#, .fallbacksRepeated),
        (#"{"model":"m","Fallback_Models":[]}"#, .fallbacksMisspelt),
        (#"{"model":"m","fallback_models":["1","2","3","4","5","6","7","8","9"]}"#, .fallbacksTooMany),
    ])
    func `what cannot be placed with certainty is refused`(body: String, refusal: RequestRefusal) {
        for path in ["/api/chat", "/v1/chat/completions", "/v1/messages", "/api/embed"] {
            #expect(Asked.refusal(path, body) == refusal)
        }
        #expect(refusal.status == 400)
        #expect(["send", "must", "name", "may", "valid"].contains { refusal.text.contains($0) })
        #expect(!refusal.text.contains("\n"))
    }

    @Test func `a body too large to have places is refused as that`() {
        #expect(RequestRefusal.notJSON(JSONFault(.tooLarge, at: 1)).status == 413)
    }

    @Test func `fallbacks may be null or empty`() throws {
        for value in ["null", "[]", "[ ]"] {
            let request = try Asked("/api/chat", "{\"model\":\"m\",\"fallback_models\":\(value)}").request
            #expect(request.models.map(\.text) == ["m:latest"])
        }
    }

    // MARK: Rewriting

    @Test(arguments: [
        (#"{"model":"m","x":1e0}"#, #"{"model":"n","x":1e0}"#),
        (#"{"fallback_models":["a"],"model":"m"}"#, #"{"model":"n"}"#),
        (#"{ "fallback_models" : ["a", "}"] , "model" : "m" }"#, #"{  "model" : "n" }"#),
        (#"{"model":"m","fallback_models":["a"]}"#, #"{"model":"n"}"#),
        (#"{"model":"m" , "fallback_models":["a"] }"#, #"{"model":"n"  }"#),
        (#"{"model":"m","fallback\u005fmodels":null,"stream":true}"#, #"{"model":"n","stream":true}"#),
        (#"{"a":"\"fallback_models\":1,","model":"m"}"#, #"{"a":"\"fallback_models\":1,","model":"n"}"#),
    ])
    func `the model changes and the fallbacks go, and nothing else`(body: String, expected: String) throws {
        #expect(try Asked("/api/chat", body).rewritten(model: "n") == expected)
    }

    @Test func `what need not change is left alone`() throws {
        let body = #"{ "model":"m" , "options":{} }"#
        let asked = try Asked("/api/chat", body)
        #expect(asked.request.rewritten(asked.body.span).isEmpty)
        #expect(asked.request.rewritten(asked.body.span, model: "m").isEmpty)
        let kept = try Asked("/api/chat", #"{"model":"m","fallback_models":[]}"#)
        #expect(kept.rewritten(removingFallbacks: false) == #"{"model":"m","fallback_models":[]}"#)
    }

    @Test func `a context is set for Ollama and for nobody else`() throws {
        let body = #"{"fallback_models":[],"model":"m"}"#
        #expect(try Asked("/api/chat", body).rewritten(numCtx: 9) == #"{"options":{"num_ctx":9},"model":"m"}"#)
        #expect(try Asked("/v1/completions", body).rewritten(numCtx: 9) == #"{"model":"m"}"#)
    }

    @Test func `names are written so that they can be read`() throws {
        #expect(try Asked("/api/chat", #"{"model":"m"}"#).rewritten(model: "a\"\\é") == #"{"model":"a\"\\é"}"#)
    }

    @Test func `removing keeps random objects what they were without the member`() throws {
        var random = SeededGenerator(seed: 0x5eed_0003)
        let spaces = ["", " ", "\n  "]
        for _ in 0..<2000 {
            func space() -> String { spaces.randomElement(using: &random) ?? "" }
            var members = (0..<Int.random(in: 0...3, using: &random)).map {
                "\"x\($0)\"\(space()):\(space())[\($0),{}]"
            }
            members.insert("\"model\":\(space())\"m\"", at: Int.random(in: 0...members.count, using: &random))
            let without = members.joined(separator: ",")
            let fallbacks = "\"fallback_models\"\(space()):\(space())[\"a\"]"
            members.insert(fallbacks, at: Int.random(in: 0...members.count, using: &random))
            let body = "{\(space())\(members.joined(separator: "\(space()),\(space())"))\(space())}"
            let output = try Asked("/api/chat", body).rewritten(numCtx: 4)
            let expected = try JSONValue(parsing: Array("{\"options\":{\"num_ctx\":4},\(without)}".utf8))
            #expect(try JSONValue(parsing: Array(output.utf8)) == expected, "\(body) became \(output)")
        }
    }
}
