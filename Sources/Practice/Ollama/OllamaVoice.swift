import Dialects
import Telemetry

/// Ollama's lines of JSON: `/api/chat` with a message, `/api/generate` with a response.
struct OllamaVoice: PracticeVoice {
    let model: String
    let isChat: Bool

    var contentType: String { "application/x-ndjson" }

    func opening(at time: WallTime) -> [[UInt8]] { [] }

    func frame(_ text: String, at time: WallTime) -> [UInt8] {
        line(text, at: time) { $0.member("done", false) }
    }

    func ending(_ summary: PracticeSummary, at time: WallTime) -> [[UInt8]] {
        [line("", at: time) { last(summary, &$0) }]
    }

    func whole(_ text: String, _ summary: PracticeSummary, at time: WallTime) -> [UInt8] {
        object(text, at: time) { last(summary, &$0) }
    }

    func failure(_ message: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { $0.member("error", message) }
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    /// What answers a request without a prompt, which only loads or unloads the model.
    func loaded(_ reason: String, at time: WallTime) -> [UInt8] {
        object("", at: time) {
            $0.member("done", true)
            $0.member("done_reason", reason)
        }
    }

    private func line(_ text: String, at time: WallTime, _ rest: (inout JSONWriter) -> Void) -> [UInt8] {
        object(text, at: time, rest) + [UInt8(ascii: "\n")]
    }

    private func object(_ text: String, at time: WallTime, _ rest: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.member("model", model)
            $0.member("created_at", time.rfc3339Nanoseconds)
            if isChat {
                $0.member("message") {
                    $0.member("role", "assistant")
                    $0.member("content", text)
                }
            } else {
                $0.member("response", text)
            }
            rest(&$0)
        }
        return writer.bytes
    }

    private func last(_ summary: PracticeSummary, _ writer: inout JSONWriter) {
        writer.member("done", true)
        writer.member("done_reason", summary.reason == .length ? "length" : "stop")
        writer.member("total_duration", summary.totalDuration.wholeNanoseconds)
        writer.member("load_duration", summary.loadDuration.wholeNanoseconds)
        writer.member("prompt_eval_count", summary.promptTokens)
        writer.member("prompt_eval_duration", summary.promptDuration.wholeNanoseconds)
        writer.member("eval_count", summary.tokens)
        writer.member("eval_duration", summary.evalDuration.wholeNanoseconds)
    }
}
