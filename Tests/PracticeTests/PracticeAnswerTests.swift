import Dialects
import Testing

@testable import Practice

/// What an answer has beside words, in each dialect: thoughts, an instance of a schema, what was seen in pictures.
@Suite struct PracticeAnswerTests {
    private static let hello = #""model":"practice","messages":[{"role":"user","content":"Hello"}]"#
    private static let pixel = "iVBORw0KGgo="

    @Test func `Ollama's thoughts come before its words, where they were asked for`() throws {
        let whole = try Ask("POST", "/api/chat", #"{"think":true,"stream":false,\#(Self.hello)}"#).json["message"]
        let thought = try #require(whole?["thinking"]?.string)
        #expect(thought.hasPrefix("The question is") && whole?["content"]?.string?.hasPrefix("This is") == true)
        let lines = try Ask("POST", "/api/chat", #"{"think":"low",\#(Self.hello)}"#).lines.map { $0["message"] }
        #expect(lines.compactMap { $0?["thinking"]?.string }.joined() == thought)
        #expect(lines.first??["thinking"] != nil && lines.first??["content"] == "")
        let without = try Ask("POST", "/api/chat", #"{"think":false,"stream":false,\#(Self.hello)}"#).json["message"]
        #expect(without?["thinking"] == nil)
    }

    @Test(arguments: [PracticeDialect?.none, .openAI])
    func `OpenAI's thoughts have the name that the server gives them`(only: PracticeDialect?) throws {
        let name = only == nil ? "reasoning" : "reasoning_content"
        let body = #"{"reasoning_effort":"low","stream":true,\#(Self.hello)}"#
        let events = try Ask("POST", "/v1/chat/completions", body, only: only).events.map(\.data)
        let deltas = events.compactMap { $0["choices"]?[0]?["delta"] }
        let thought = deltas.compactMap { $0[name]?.string }.joined()
        #expect(thought.hasPrefix("The question is"))
        let none = #"{"reasoning_effort":"none",\#(Self.hello)}"#
        #expect(try Ask("POST", "/v1/chat/completions", none).json["choices"]?[0]?["message"]?["reasoning"] == nil)
        #expect(Ask("POST", "/v1/chat/completions", #"{"reasoning_effort":"?",\#(Self.hello)}"#).status == 400)
    }

    @Test func `Anthropic's thoughts are a signed block of their own`() throws {
        let body = #""max_tokens":900,"thinking":{"type":"enabled","budget_tokens":100},\#(Self.hello)"#
        let whole = try Ask("POST", "/v1/messages", "{\(body)}").json["content"]
        #expect(whole?.array?.map { $0["type"]?.string } == ["thinking", "text"])
        #expect(whole?[0]?["signature"]?.string?.isEmpty == false)
        let events = try Ask("POST", "/v1/messages", #"{"stream":true,\#(body)}"#).events.map(\.data)
        #expect(events.compactMap { $0["delta"]?["thinking"] }.count > 5)
        #expect(events.contains { $0["delta"]?["type"] == "signature_delta" })
        #expect(events.compactMap { $0["delta"]?["text"]?.string }.joined() == whole?[1]?["text"]?.string)
    }

    @Test func `a limit counts thoughts, too`() throws {
        let body = #"{"think":true,"stream":false,"options":{"num_predict":3},\#(Self.hello)}"#
        let json = try Ask("POST", "/api/chat", body).json
        #expect(json["eval_count"] == 3 && json["done_reason"] == "length" && json["message"]?["content"] == "")
    }

    @Test(arguments: [
        (#"{"type":"string","maxLength":4}"#, #""prac""#), (#"{"enum":["a","b"]}"#, #""a""#), (#"{"const":7}"#, "7"),
        (#"{"type":"array","minItems":2,"items":{"type":"boolean"}}"#, "[true,true]"),
        (#"{"type":["integer","null"],"minimum":3}"#, "3"), (#"{"anyOf":[{"type":"null"}]}"#, "null"),
        (##"{"$defs":{"a":{"properties":{"x":{"type":"number"}}}},"$ref":"#/$defs/a"}"##, #"{"x":1}"#),
    ])
    func `an instance is what its schema allows`(schema: String, instance: String) throws {
        #expect(PracticeInstance(of: try JSONValue(parsing: Array(schema.utf8))).text == instance)
    }

    @Test func `a schema without end has an instance with one`() throws {
        let schema = ##"{"type":"object","properties":{"next":{"$ref":"#"}}}"##
        #expect(PracticeInstance(of: try JSONValue(parsing: Array(schema.utf8))).text.hasPrefix(#"{"next":{"next":"#))
    }

    @Test func `each dialect's schema is kept to`() throws {
        let schema = #"{"type":"object","properties":{"name":{"type":"string"}}}"#
        let wanted = #"{"name":"practice name"}"#
        let ollama = try Ask("POST", "/api/chat", #"{"stream":false,"format":\#(schema),\#(Self.hello)}"#).json
        #expect(ollama["message"]?["content"]?.string == wanted)
        let format = #"{"type":"json_schema","json_schema":{"name":"a","schema":\#(schema)}}"#
        let openAI = try Ask("POST", "/v1/chat/completions", #"{"response_format":\#(format),\#(Self.hello)}"#).json
        #expect(openAI["choices"]?[0]?["message"]?["content"]?.string == wanted)
        let config = #"{"format":{"type":"json_schema","schema":\#(schema)}}"#
        let body = #"{"max_tokens":99,"output_config":\#(config),\#(Self.hello)}"#
        #expect(try Ask("POST", "/v1/messages", body).json["content"]?[0]?["text"]?.string == wanted)
    }

    @Test func `a picture is seen in each dialect, and its size is told`() throws {
        let ollama = #"{"role":"user","content":"a","images":["\#(Self.pixel)"]}"#
        let openAI =
            #"{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,\#(Self.pixel)"}}]}"#
        let anthropic =
            #"{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"\#(Self.pixel)"}}]}"#
        for (path, message) in [("/api/chat", ollama), ("/v1/chat/completions", openAI), ("/v1/messages", anthropic)] {
            let body = #"{"model":"practice","max_tokens":99,"stream":false,"messages":[\#(message)]}"#
            #expect(Ask("POST", path, body).text.contains("It was shown a picture of 8 bytes."), "\(path)")
            #expect(Ask("POST", path, body.replacing(Self.pixel, with: "!")).status == 400, "\(path)")
        }
    }

    @Test func `a server of one dialect has nothing of the others`() throws {
        let chats: [(PracticeDialect, String)] = [
            (.ollama, "/api/chat"), (.openAI, "/v1/chat/completions"), (.anthropic, "/v1/messages"),
        ]
        for (dialect, _) in chats {
            for (other, path) in chats {
                let ask = Ask("POST", path, #"{"max_tokens":9,\#(Self.hello)}"#, only: dialect)
                #expect(ask.status == (dialect == other ? 200 : 404), "\(dialect) and \(path)")
            }
        }
        #expect(try Ask("GET", "/v1/models", only: .anthropic).json["has_more"] == false)
        #expect(Ask("GET", "/v1/models", only: .ollama).status == 404)
        #expect(Ask("GET", "/api/version", only: .openAI).status == 404)
    }

    @Test func `a server that cuts nothing off refuses what is too long`() throws {
        let long = String(repeating: "word ", count: 40_000)
        let body = #"{"model":"practice","max_tokens":9,"messages":[{"role":"user","content":"\#(long)"}]}"#
        let openAI = Ask("POST", "/v1/chat/completions", body, only: .openAI)
        #expect(openAI.status == 400)
        #expect(try openAI.json["error"]?["type"] == "exceed_context_size_error")
        #expect(Ask("POST", "/v1/messages", body, only: .anthropic).text.contains("prompt is too long"))
        #expect(Ask("POST", "/api/chat", body, only: .ollama).status == 200)
    }
}
