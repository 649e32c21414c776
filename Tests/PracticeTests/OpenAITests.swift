import Dialects
import Testing

@testable import Practice

@Suite struct OpenAITests {
    private func chat(_ rest: String) -> Ask {
        Ask(
            "POST",
            "/v1/chat/completions",
            #"{"model":"practice","messages":[{"role":"user","content":"Hi there"}]"# + rest + "}"
        )
    }

    @Test func `a chat is answered whole by default`() throws {
        let ask = chat(#","max_tokens":4"#)
        let json = try ask.json
        #expect(ask.status == 200 && ask.reply.contentType.hasPrefix("application/json"))
        #expect(json.keys == ["id", "object", "created", "model", "system_fingerprint", "choices", "usage"])
        #expect(json["object"] == "chat.completion" && json["created"] == 1_795_262_400 && json["model"] == "practice")
        #expect(json["id"]?.string?.hasPrefix("chatcmpl-") == true)
        #expect(
            json["choices"]?[0] == [
                "index": 0, "message": ["role": "assistant", "content": "This is Herd'"], "finish_reason": "length",
            ]
        )
        #expect(json["usage"] == ["prompt_tokens": 2, "completion_tokens": 4, "total_tokens": 6])
    }

    @Test func `a stream has its role first and its reason last`() throws {
        let ask = chat(#","stream":true,"max_completion_tokens":2,"max_tokens":9"#)
        #expect(ask.reply.contentType == "text/event-stream")
        let events = try ask.events.map(\.data)
        #expect(events.count == 5 && events.last == "[DONE]")
        for event in events.dropLast() {
            #expect(event.keys == ["id", "object", "created", "model", "system_fingerprint", "choices"])
            #expect(event["object"] == "chat.completion.chunk")
            #expect(event["id"] == events[0]["id"] && event["created"] == 1_795_262_400)
        }
        let choices = events.dropLast().map { $0["choices"]?[0] }
        #expect(choices[0] == ["index": 0, "delta": ["role": "assistant", "content": ""], "finish_reason": .null])
        #expect(choices[1] == ["index": 0, "delta": ["content": "This"], "finish_reason": .null])
        #expect(choices[3] == ["index": 0, "delta": [:], "finish_reason": "length"])
        #expect(ask.frames.map(\.delay) == [.milliseconds(100), .zero, .milliseconds(20), .zero, .zero])
    }

    @Test func `usage comes where it was asked for, in a chunk of its own`() throws {
        let events = try chat(#","stream":true,"max_tokens":2,"stream_options":{"include_usage":true}"#).events.map(
            \.data
        )
        #expect(events.dropLast(2).allSatisfy { $0["usage"] == nil })
        let usage = events[events.count - 2]
        #expect(usage["choices"] == [])
        #expect(usage["usage"] == ["prompt_tokens": 2, "completion_tokens": 2, "total_tokens": 4])
    }

    @Test func `a completion streams text, with empty usage on the way`() throws {
        let body =
            #"{"model":"practice","prompt":"Hi there","stream":true,"max_tokens":2,"stream_options":{"include_usage":true}}"#
        let events = try Ask("POST", "/v1/completions", body).events.map(\.data)
        #expect(events.dropLast().allSatisfy { $0["object"] == "text_completion" })
        #expect(events.dropLast(2).map { $0["choices"]?[0]?["text"]?.string } == ["This", " is", ""])
        #expect(events[0]["usage"] == ["prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0])
        #expect(events[3]["usage"]?["completion_tokens"] == 2 && events[4] == "[DONE]")

        let whole = try Ask("POST", "/v1/completions", #"{"model":"practice","prompt":["Hi"],"max_tokens":2}"#).json
        #expect(whole["choices"]?[0] == ["index": 0, "text": "This is", "finish_reason": "length"])
    }

    @Test func `told to ignore the end it goes on to the limit`() throws {
        let json = try chat(#","max_tokens":700,"ignore_eos":true"#).json
        #expect(json["usage"]?["completion_tokens"] == 700)
        #expect(try chat(#","max_tokens":700"#).json["usage"]?["completion_tokens"]?.integer ?? 700 < 700)
    }

    @Test func `asked for JSON it writes JSON`() throws {
        let json = try chat(#","response_format":{"type":"json_object"}"#).json
        let text = try #require(json["choices"]?[0]?["message"]?["content"]?.string)
        #expect(try JSONValue(parsing: Array(text.utf8)).object != nil)
    }

    @Test func `embeddings are numbers or base64`() throws {
        let json = try Ask("POST", "/v1/embeddings", #"{"model":"practice-embed","input":["a","b"],"dimensions":4}"#)
            .json
        #expect(json.keys == ["object", "data", "model", "usage"])
        #expect(json["object"] == "list" && json["usage"] == ["prompt_tokens": 2, "total_tokens": 2])
        #expect(json["data"]?[1]?.keys == ["object", "embedding", "index"] && json["data"]?[1]?["index"] == 1)
        let values = PracticeEmbedding(of: "b", dimensions: 4)
        #expect(json["data"]?[1]?["embedding"]?.array?.map { Float($0.double ?? 0) } == values.values)

        let encoded = try Ask(
            "POST",
            "/v1/embeddings",
            #"{"model":"practice-embed","input":"b","dimensions":4,"encoding_format":"base64"}"#
        ).json
        #expect(encoded["data"]?[0]?["embedding"]?.string == Base64.text(of: values.littleEndianBytes))
        #expect(encoded["data"]?[0]?["embedding"]?.string?.count == 24)

        let tokens = try Ask("POST", "/v1/embeddings", #"{"model":"practice-embed","input":[[1,2],[3]]}"#).json
        #expect(tokens["data"]?.array?.count == 2)
        #expect(
            try Ask("POST", "/v1/embeddings", #"{"model":"practice-embed","input":[1,2]}"#).json["data"]?.array?.count
                == 1
        )
    }

    @Test func `models are listed and found by name`() throws {
        let list = try Ask("GET", "/v1/models").json
        #expect(list["object"] == "list" && list["data"]?.array?.count == 2)
        for path in [
            "/v1/models/practice", "/v1/models/practice:latest", "/v1/models/practice%3Alatest", "/v1/models/PRACTICE",
        ] {
            #expect(try Ask("GET", path).json == list["data"]?[0])
        }
        #expect(
            list["data"]?[0] == [
                "id": "practice:latest", "object": "model", "created": 1_795_262_400, "owned_by": "library",
            ]
        )
    }

    @Test(arguments: [
        ("/v1/chat/completions", "", 400, "missing request body"),
        ("/v1/chat/completions", "{]", 400, "invalid JSON: an unexpected character at byte 1"),
        ("/v1/chat/completions", #"{"model":"practice","messages":[]}"#, 400, "[] is too short - 'messages'"),
        ("/v1/chat/completions", #"{"model":"gpt-4o","messages":[]}"#, 404, "model 'gpt-4o' not found"),
        (
            "/v1/completions", #"{"model":"practice-embed","prompt":"a"}"#, 400,
            "\"practice-embed\" does not support generate"
        ),
        ("/v1/embeddings", #"{"model":"practice-embed"}"#, 400, "invalid input"),
        ("/v1/embeddings", #"{"model":"practice-embed","input":[{}]}"#, 400, "invalid input type"),
        (
            "/v1/embeddings", #"{"model":"practice-embed","input":"a","encoding_format":"hex"}"#, 400,
            "Invalid value for 'encoding_format' = hex. Supported values: ['float', 'base64']."
        ),
    ])
    func `what is wrong is said as OpenAI says it`(path: String, body: String, status: UInt16, message: String) throws {
        let ask = Ask("POST", path, body)
        #expect(ask.status == status)
        let type: JSONValue = status == 404 ? "not_found_error" : "invalid_request_error"
        #expect(try ask.json == ["error": ["message": .string(message), "type": type, "param": .null, "code": .null]])
    }

    @Test func `an unknown model has no page`() throws {
        #expect(Ask("GET", "/v1/models/gpt-4o").status == 404)
        #expect(try Ask("GET", "/v1/models/gpt-4o").json["error"]?["type"] == "not_found_error")
    }
}
