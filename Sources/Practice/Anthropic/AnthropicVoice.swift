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
        let block = event("content_block_start") {
            $0.member("index", 0)
            $0.member("content_block") { text("", &$0) }
        }
        return [start, block]
    }

    func frame(_ text: String, at time: WallTime) -> [UInt8] {
        event("content_block_delta") {
            $0.member("index", 0)
            $0.member("delta") {
                $0.member("type", "text_delta")
                $0.member("text", text)
            }
        }
    }

    func ending(_ summary: PracticeSummary, at time: WallTime) -> [[UInt8]] {
        [
            event("content_block_stop") { $0.member("index", 0) },
            event("message_delta") {
                $0.member("delta") { end(reason(summary), &$0) }
                usage(summary.promptTokens, summary.tokens, &$0)
            },
            event("message_stop") { _ in },
        ]
    }

    func whole(_ text: String, _ summary: PracticeSummary, at time: WallTime) -> [UInt8] {
        var writer = JSONWriter()
        writer.object {
            message(&$0)
            $0.key("content")
            $0.array { $0.object { self.text(text, &$0) } }
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

    private func reason(_ summary: PracticeSummary) -> String { summary.reason == .length ? "max_tokens" : "end_turn" }

    private func message(_ writer: inout JSONWriter) {
        writer.member("id", id)
        writer.member("type", "message")
        writer.member("role", "assistant")
        writer.member("model", model)
    }

    private func text(_ text: String, _ writer: inout JSONWriter) {
        writer.member("type", "text")
        writer.member("text", text)
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
