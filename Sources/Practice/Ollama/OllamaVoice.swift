import Dialects
import Telemetry

/// Ollama's lines of JSON: `/api/chat` with a message, `/api/generate` with a response.
struct OllamaVoice: PracticeVoice {
    let model: String
    let isChat: Bool

    var contentType: String { "application/x-ndjson" }

    func opening(at time: WallTime) -> [[UInt8]] { [] }

    /// Its calls come whole.
    var splitsCalls: Bool { false }

    func frame(_ piece: PracticeAnswer.Piece, at time: WallTime) -> [UInt8] {
        line([PracticeSaid(part: piece.part, text: piece.text)], at: time) { $0.member("done", false) }
    }

    func ending(_ summary: PracticeSummary, at time: WallTime) -> [[UInt8]] {
        [line([], at: time) { last(summary, &$0) }]
    }

    func whole(_ answer: [PracticeSaid], _ summary: PracticeSummary, at time: WallTime) -> [UInt8] {
        object(answer, at: time) { last(summary, &$0) }
    }

    func failure(_ message: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { $0.member("error", message) }
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    /// What answers a request without a prompt, which only loads or unloads the model.
    func loaded(_ reason: String, at time: WallTime) -> [UInt8] {
        object([], at: time) {
            $0.member("done", true)
            $0.member("done_reason", reason)
        }
    }

    private func line(_ said: [PracticeSaid], at time: WallTime, _ rest: (inout JSONWriter) -> Void) -> [UInt8] {
        object(said, at: time, rest) + [UInt8(ascii: "\n")]
    }

    private func object(_ said: [PracticeSaid], at time: WallTime, _ rest: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.member("model", model)
            $0.member("created_at", time.rfc3339Nanoseconds)
            if isChat {
                $0.member("message") {
                    $0.member("role", "assistant")
                    $0.member("content", said.text)
                    thought(said, &$0)
                    calls(said, &$0)
                }
            } else {
                $0.member("response", said.text)
                thought(said, &$0)
            }
            rest(&$0)
        }
        return writer.bytes
    }

    private func thought(_ said: [PracticeSaid], _ writer: inout JSONWriter) {
        if !said.thought.isEmpty { writer.member("thinking", said.thought) }
    }

    private func calls(_ said: [PracticeSaid], _ writer: inout JSONWriter) {
        if said.calls.isEmpty { return }
        writer.key("tool_calls")
        writer.array { writer in
            for call in said.calls {
                writer.object {
                    $0.member("id", call.id)
                    $0.member("function") {
                        $0.member("index", call.number)
                        $0.member("name", call.name)
                        $0.key("arguments")
                        $0.raw(Array(call.arguments.utf8).span)
                    }
                }
            }
        }
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
