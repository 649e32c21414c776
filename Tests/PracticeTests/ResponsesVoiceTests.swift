import Dialects
import Testing

@testable import Practice

@Suite struct ResponsesVoiceTests {
    private func respond(_ rest: String, input: String = #""Hi there""#) -> Ask {
        Ask(
            "POST",
            "/v1/responses",
            #"{"model":"practice","input":\#(input)\#(rest)}"#,
            only: .openAI,
            hasServices: true
        )
    }

    private static let tools = #","tools":[{"type":"function","name":"f","parameters":{"type":"object"}}]"#

    @Test func `a response says how it was asked for and what it is`() throws {
        let json = try respond(#","instructions":"Be brief.","max_output_tokens":2"#).json
        #expect(json["object"] == "response" && json["status"] == "incomplete" && json["instructions"] == "Be brief.")
        #expect(json["incomplete_details"] == ["reason": "max_output_tokens"] && json["store"] == false)
        #expect(json["output"]?[0]?["content"]?[0]?["text"] == "This is")
        #expect(json["usage"]?["output_tokens"] == 2)
    }

    @Test(arguments: [
        "", #","reasoning":{"effort":"low"}"#, tools, #","max_output_tokens":3"#,
    ])
    func `the events of a stream are numbered without a gap, and end with the response in one piece`(rest: String)
        throws
    {
        let asked = respond(rest + #","stream":true"#, input: #""Use f({\"a\":1}) and f({})""#)
        let events = try asked.events
        #expect(events.map { $0.data["sequence_number"]?.integer } == Array(0..<events.count))
        for (name, data) in events { #expect(data["type"]?.string == name) }
        #expect(events[0].name == "response.created" && events[1].name == "response.in_progress")
        let whole = try respond(rest, input: #""Use f({\"a\":1}) and f({})""#).json
        #expect(events.last?.data["response"] == whole)
    }

    @Test func `each item begins, goes on and ends`() throws {
        let events = try respond(#","reasoning":{"effort":"low"},"stream":true,"max_output_tokens":40"#).events
        var names: [String] = []
        for name in events.compactMap(\.name) where names.last != name { names.append(name) }
        #expect(
            names.map { String($0.dropFirst(9)) } == [
                "created", "in_progress", "output_item.added", "reasoning_summary_part.added",
                "reasoning_summary_text.delta", "reasoning_summary_text.done", "reasoning_summary_part.done",
                "output_item.done", "output_item.added", "content_part.added", "output_text.delta", "output_text.done",
                "content_part.done", "output_item.done", "incomplete",
            ]
        )
        let pieces = events.filter { $0.name == "response.output_text.delta" }.compactMap { $0.data["delta"]?.string }
        #expect(pieces.joined() == events.first { $0.name == "response.output_text.done" }?.data["text"]?.string)
    }

    @Test func `what a tool gave back is taken up`() throws {
        let input =
            #"[{"role":"user","content":"f"},{"type":"function_call","call_id":"c","name":"f","arguments":"{}"}"#
            + #",{"type":"function_call_output","call_id":"c","output":"snow"}]"#
        #expect(respond(Self.tools, input: input).text.contains("A tool gave back: snow"))
    }

    @Test func `only a server with services has them`() {
        for path in ["/v1/responses", "/v1/rerank", "/v1/audio/speech", "/v1/images/edits"] {
            #expect(Ask("POST", path, "{}").status == 404)
            #expect(Ask("POST", path, "{}", only: .openAI, hasServices: true).status == 400)
        }
    }
}
