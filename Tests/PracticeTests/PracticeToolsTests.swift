import Dialects
import Testing

@testable import Practice

/// Which tools are called, and that a client of each dialect can put the calls together.
@Suite struct PracticeToolsTests {
    private static let schema = #"{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"}}}"#
    private static let functions =
        #"[{"type":"function","function":{"name":"weather","parameters":\#(schema)}},"#
        + #"{"type":"function","function":{"name":"get-time","parameters":{}}}]"#
    private static let tools =
        #"[{"name":"weather","input_schema":\#(schema)},{"name":"get-time","input_schema":{"type":"object"}}]"#

    private func calls(
        _ text: String,
        choice: PracticeTools.Choice = .auto,
        several: Bool = true
    ) throws -> [String] {
        var tools = try PracticeTools(try JSONValue(parsing: Array(Self.functions.utf8)).array ?? [])
        tools.choice = choice
        tools.allowsSeveral = several
        let turn = PracticeTurn([["role": "user", "content": .string(text)]])
        return try tools.calls(in: turn, prefix: "call_", seed: 1).map { "\($0.number) \($0.name) \($0.arguments)" }
    }

    @Test func `a tool is called when the last message names it`() throws {
        #expect(try calls("How is the weatherman?") == [])
        #expect(try calls("weather?") == [#"0 weather {"city":"practice city","days":1}"#])
        #expect(try calls("get-time, then weather.").map { $0.prefix(5) } == ["0 get", "1 wea"])
    }

    @Test func `arguments behind the name are taken as they stand`() throws {
        let said = #"weather({"city": "Zürich (\"ZH\") weather"}) and weather({"city": "Bern"})"#
        #expect(
            try calls(said) == [#"0 weather {"city": "Zürich (\"ZH\") weather"}"#, #"1 weather {"city": "Bern"}"#]
        )
        #expect(try calls("weather({no JSON)").count == 1)
    }

    @Test func `the client's choice comes before what was said`() throws {
        #expect(try calls("weather", choice: .none) == [])
        #expect(try calls("hello", choice: .any).count == 1)
        #expect(try calls("weather", choice: .named("get-time")).map { $0.prefix(10) } == ["0 get-time"])
        #expect(try calls("weather weather", several: false).count == 1)
        #expect(throws: PracticeError.self) { try calls("a", choice: .named("nobody")) }
    }

    @Test func `what a tool gave back is repeated, and no tool is called again`() throws {
        let ask = Ask(
            "POST",
            "/api/chat",
            #"{"model":"practice","stream":false,"tools":\#(Self.functions),"messages":[{"role":"user","content":"weather"},"#
                + #"{"role":"tool","content":"rain"},{"role":"tool","content":"sun"}]}"#
        )
        let message = try ask.json["message"]
        #expect(message?["tool_calls"] == nil)
        #expect(message?["content"]?.string?.contains("A tool gave back: rain A tool gave back: sun") == true)
    }

    @Test func `Ollama's calls come whole, in a frame that is not the last`() throws {
        let body =
            #""model":"practice","tools":\#(Self.functions),"messages":[{"role":"user","content":"weather get-time"}]"#
        let lines = try Ask("POST", "/api/chat", "{\(body)}").lines
        let calls = lines.compactMap { $0["message"]?["tool_calls"]?[0]?["function"] }
        #expect(calls.map { $0["name"]?.string } == ["weather", "get-time"])
        #expect(calls[0]["arguments"] == ["city": "practice city", "days": 1] && calls[1]["index"] == 1)
        #expect(lines.last?["done_reason"] == "stop" && lines.last?["message"]?["tool_calls"] == nil)
        let whole = try Ask("POST", "/api/chat", #"{"stream":false,\#(body)}"#).json
        #expect(whole["message"]?["tool_calls"]?.array?.count == 2)
    }

    @Test func `OpenAI's calls come piece by piece, each with its index`() throws {
        let body =
            #""model":"practice","tools":\#(Self.functions),"messages":[{"role":"user","content":"weather get-time"}]"#
        let events = try Ask("POST", "/v1/chat/completions", #"{"stream":true,\#(body)}"#).events.map(\.data)
        let pieces = events.compactMap { $0["choices"]?[0]?["delta"]?["tool_calls"]?[0] }
        let heads = pieces.filter { $0["id"] != nil }
        #expect(heads.map { $0["function"]?["name"]?.string } == ["weather", "get-time"])
        let joined = pieces.filter { $0["index"] == 0 }.compactMap { $0["function"]?["arguments"]?.string }
        #expect(joined.count > 3 && joined.joined() == #"{"city":"practice city","days":1}"#)
        #expect(events.contains { $0["choices"]?[0]?["finish_reason"] == "tool_calls" })
        let whole = try Ask("POST", "/v1/chat/completions", "{\(body)}").json["choices"]?[0]
        #expect(whole?["finish_reason"] == "tool_calls")
        #expect(whole?["message"]?["tool_calls"]?[0]?["function"]?["arguments"]?.string == joined.joined())
    }

    @Test func `Anthropic's calls are blocks, each begun and ended`() throws {
        let body =
            #""model":"practice","max_tokens":99,"tools":\#(Self.tools),"messages":[{"role":"user","content":"weather get-time"}]"#
        let events = try Ask("POST", "/v1/messages", #"{"stream":true,\#(body)}"#).events
        #expect(events.filter { $0.name == "content_block_start" }.map { $0.data["index"]?.integer } == [0, 1])
        #expect(events.filter { $0.name == "content_block_stop" }.map { $0.data["index"]?.integer } == [0, 1])
        let pieces = events.filter { $0.data["index"] == 0 }.compactMap { $0.data["delta"]?["partial_json"]?.string }
        #expect(pieces.joined() == #"{"city":"practice city","days":1}"#)
        #expect(events.contains { $0.data["delta"]?["stop_reason"] == "tool_use" })
        let whole = try Ask("POST", "/v1/messages", "{\(body)}").json
        #expect(whole["content"]?[0]?["input"] == ["city": "practice city", "days": 1])
        #expect(whole["stop_reason"] == "tool_use")
    }
}
