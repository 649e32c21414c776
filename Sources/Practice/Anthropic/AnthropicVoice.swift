import Dialects
import Telemetry

/// The events of `/v1/messages`.
struct AnthropicVoice: PracticeVoice {
    let model: String
    let id: String
    let promptTokens: Int

    var contentType: String { "text/event-stream" }

    func opening(at time: WallTime) -> [[UInt8]] {
        let start = event("message_start") {
            $0.member("message") {
                message(&$0)
                $0.key("content")
                $0.array { _ in }
                end(nil, &$0)
                usage(promptTokens, 0, &$0)
            }
        }
        return [start]
    }

    func beginning(_ part: PracticePart, _ place: Int, at time: WallTime) -> [[UInt8]] {
        [
            event("content_block_start") {
                $0.member("index", place)
                $0.member("content_block") { block(PracticeSaid(part: part, text: ""), signature: "", &$0) }
            }
        ]
    }

    func frame(_ piece: PracticeAnswer.Piece, at time: WallTime) -> [UInt8] {
        switch piece.part {
        case .thought: delta(piece.place, "thinking_delta", "thinking", piece.text)
        case .text: delta(piece.place, "text_delta", "text", piece.text)
        case .call: delta(piece.place, "input_json_delta", "partial_json", piece.text)
        }
    }

    func closing(_ part: PracticePart, _ place: Int, at time: WallTime) -> [[UInt8]] {
        let signature = part == .thought ? [delta(place, "signature_delta", "signature", Self.signature)] : []
        return signature + [event("content_block_stop") { $0.member("index", place) }]
    }

    func ending(_ summary: PracticeSummary, at time: WallTime) -> [[UInt8]] {
        [
            event("message_delta") {
                $0.member("delta") { end(reason(summary), &$0) }
                usage(summary.promptTokens, summary.tokens, &$0)
            },
            event("message_stop") { _ in },
        ]
    }

    func whole(_ answer: [PracticeSaid], _ summary: PracticeSummary, at time: WallTime) -> [UInt8] {
        var writer = JSONWriter()
        writer.object {
            message(&$0)
            $0.key("content")
            $0.array { writer in
                for said in answer { writer.object { block(said, signature: Self.signature, &$0) } }
            }
            end(reason(summary), &$0)
            usage(summary.promptTokens, summary.tokens, &$0)
        }
        return writer.bytes
    }

    func failure(_ message: String) -> [UInt8] {
        event("error") {
            $0.member("error") {
                $0.member("type", "api_error")
                $0.member("message", message)
            }
        }
    }

    // MARK: Parts

    /// Nobody can check it; the client sends it back.
    private static let signature = "cHJhY3RpY2U="

    private func reason(_ summary: PracticeSummary) -> String {
        switch summary.reason {
        case .stop: "end_turn"
        case .length: "max_tokens"
        case .calls: "tool_use"
        }
    }

    private func message(_ writer: inout JSONWriter) {
        writer.member("id", id)
        writer.member("type", "message")
        writer.member("role", "assistant")
        writer.member("model", model)
    }

    private func block(_ said: PracticeSaid, signature: String, _ writer: inout JSONWriter) {
        switch said.part {
        case .thought:
            writer.member("type", "thinking")
            writer.member("thinking", said.text)
            writer.member("signature", signature)
        case .text:
            writer.member("type", "text")
            writer.member("text", said.text)
        case .call(let call):
            writer.member("type", "tool_use")
            writer.member("id", call.id)
            writer.member("name", call.name)
            writer.key("input")
            writer.raw(Array((said.text.isEmpty ? "{}" : said.text).utf8).span)
        }
    }

    private func delta(_ place: Int, _ type: String, _ key: StaticString, _ text: String) -> [UInt8] {
        event("content_block_delta") {
            $0.member("index", place)
            $0.member("delta") {
                $0.member("type", type)
                $0.member(key, text)
            }
        }
    }

    private func end(_ reason: String?, _ writer: inout JSONWriter) {
        writer.key("stop_reason")
        if let reason { writer.string(reason) } else { writer.null() }
        writer.key("stop_sequence")
        writer.null()
    }

    private func usage(_ promptTokens: Int, _ tokens: Int, _ writer: inout JSONWriter) {
        writer.member("usage") {
            $0.member("input_tokens", promptTokens)
            $0.member("output_tokens", tokens)
        }
    }

    private func event(_ type: String, _ content: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.member("type", type)
            content(&$0)
        }
        return Array("event: \(type)\ndata: ".utf8) + writer.bytes + Array("\n\n".utf8)
    }
}
