import Dialects
import Testing

@testable import Practice

@Suite struct AnthropicTests {
    private static let start =
        #"{"model":"practice","max_tokens":3,"system":"Be kind.","messages":[{"role":"user","content":[{"type":"text","text":"Hello"}]}]"#

    @Test func `a message is answered whole by default`() throws {
        let json = try Ask("POST", "/v1/messages", Self.start + "}").json
        #expect(json.keys == ["id", "type", "role", "model", "content", "stop_reason", "stop_sequence", "usage"])
        #expect(json["type"] == "message" && json["role"] == "assistant" && json["model"] == "practice")
        #expect(json["id"]?.string?.count == 28 && json["id"]?.string?.hasPrefix("msg_") == true)
        #expect(json["content"] == [["type": "text", "text": "This is Herd"]])
        #expect(json["stop_reason"] == "max_tokens" && json["stop_sequence"] == .null)
        #expect(json["usage"] == ["input_tokens": 4, "output_tokens": 3])
        let long = try Ask("POST", "/v1/messages", Self.start.replacing(":3,", with: ":3000,") + "}").json
        #expect(long["stop_reason"] == "end_turn")
    }

    @Test func `a stream names its events and keeps their order`() throws {
        let ask = Ask("POST", "/v1/messages", Self.start + #","stream":true}"#)
        #expect(ask.reply.contentType == "text/event-stream")
        let events = try ask.events
        #expect(
            events.map(\.name) == [
                "message_start", "content_block_start", "content_block_delta", "content_block_delta",
                "content_block_delta",
                "content_block_stop", "message_delta", "message_stop",
            ]
        )
        #expect(events.allSatisfy { $0.data["type"]?.string == $0.name })
        let message = try #require(events[0].data["message"])
        #expect(message.keys == ["id", "type", "role", "model", "content", "stop_reason", "stop_sequence", "usage"])
        #expect(message["content"] == [] && message["stop_reason"] == .null)
        #expect(message["usage"] == ["input_tokens": 4, "output_tokens": 0])
        #expect(
            events[1].data == [
                "type": "content_block_start", "index": 0, "content_block": ["type": "text", "text": ""],
            ]
        )
        #expect(
            events[2].data == [
                "type": "content_block_delta", "index": 0, "delta": ["type": "text_delta", "text": "This"],
            ]
        )
        #expect(events[6].data["delta"] == ["stop_reason": "max_tokens", "stop_sequence": .null])
        #expect(events[6].data["usage"] == ["input_tokens": 4, "output_tokens": 3])
        #expect(events[7].data == ["type": "message_stop"])
    }

    @Test func `tokens are counted without an answer`() throws {
        let json = try Ask("POST", "/v1/messages/count_tokens", Self.start + "}").json
        #expect(json == ["input_tokens": 4])
    }

    @Test(arguments: [
        ("{}", 400, "invalid_request_error", "model is required"),
        ("", 400, "invalid_request_error", "missing request body"),
        (#"{"model":"claude-x"}"#, 404, "not_found_error", "model 'claude-x' not found"),
        (#"{"model":"practice"}"#, 400, "invalid_request_error", "max_tokens is required and must be positive"),
        (
            #"{"model":"practice","max_tokens":0}"#, 400, "invalid_request_error",
            "max_tokens is required and must be positive"
        ),
        (#"{"model":"practice","max_tokens":5}"#, 400, "invalid_request_error", "messages is required"),
        (
            #"{"model":"practice-embed","max_tokens":5}"#, 400, "invalid_request_error",
            "\"practice-embed\" does not support chat"
        ),
    ])
    func `what is wrong is said as Anthropic says it`(body: String, status: UInt16, type: String, message: String)
        throws
    {
        let ask = Ask("POST", "/v1/messages", body)
        #expect(ask.status == status)
        #expect(try ask.json.keys == ["type", "error", "request_id"] && ask.json["type"] == "error")
        #expect(try ask.json["error"] == ["type": .string(type), "message": .string(message)])
    }
}
