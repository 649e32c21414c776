import Dialects
import Telemetry

/// The events of `/v1/chat/completions` and `/v1/completions`, as Ollama's layer has them.
struct OpenAIVoice: PracticeVoice {
    let model: String
    let id: String
    /// When the request came; every frame says so.
    let created: Int
    let isChat: Bool
    let includesUsage: Bool

    var contentType: String { "text/event-stream" }

    func opening(at time: WallTime) -> [[UInt8]] {
        guard isChat else { return [] }
        let first = chunk {
            $0.member("delta") {
                $0.member("role", "assistant")
                $0.member("content", "")
            }
        }
        return [first]
    }

    func frame(_ text: String, at time: WallTime) -> [UInt8] {
        chunk { said(text, &$0) }
    }

    func ending(_ summary: PracticeSummary, at time: WallTime) -> [[UInt8]] {
        var frames = [chunk(reason(summary)) { isChat ? $0.member("delta") { _ in } : $0.member("text", "") }]
        if includesUsage {
            frames.append(
                event(isChunk: true) {
                    $0.key("choices")
                    $0.array { _ in }
                    usage(summary.promptTokens, summary.tokens, &$0)
                }
            )
        }
        return frames + [Array("data: [DONE]\n\n".utf8)]
    }

    func whole(_ text: String, _ summary: PracticeSummary, at time: WallTime) -> [UInt8] {
        object(isChunk: false) {
            choice(reason(summary), &$0) {
                if isChat {
                    $0.member("message") {
                        $0.member("role", "assistant")
                        $0.member("content", text)
                    }
                } else {
                    $0.member("text", text)
                }
            }
            usage(summary.promptTokens, summary.tokens, &$0)
        }
    }

    func failure(_ message: String) -> [UInt8] {
        guard
            case .whole(let body, _) = PracticeDialect.openAI.reply(to: PracticeError(status: 500, message: message))
                .body
        else { return [] }
        return Array("data: ".utf8) + body + Array("\n\n".utf8)
    }

    // MARK: Parts

    private func reason(_ summary: PracticeSummary) -> String { summary.reason == .length ? "length" : "stop" }

    private func said(_ text: String, _ writer: inout JSONWriter) {
        if isChat {
            writer.member("delta") { $0.member("content", text) }
        } else {
            writer.member("text", text)
        }
    }

    private func chunk(_ reason: String? = nil, _ content: (inout JSONWriter) -> Void) -> [UInt8] {
        event(isChunk: true) {
            choice(reason, &$0, content)
            // Ollama counts nothing yet in the pieces of a completion, and says so.
            if includesUsage && !isChat { usage(0, 0, &$0) }
        }
    }

    private func choice(_ reason: String?, _ writer: inout JSONWriter, _ content: (inout JSONWriter) -> Void) {
        writer.key("choices")
        writer.array {
            $0.object {
                $0.member("index", 0)
                content(&$0)
                $0.key("finish_reason")
                if let reason { $0.string(reason) } else { $0.null() }
            }
        }
    }

    private func usage(_ promptTokens: Int, _ tokens: Int, _ writer: inout JSONWriter) {
        writer.member("usage") {
            $0.member("prompt_tokens", promptTokens)
            $0.member("completion_tokens", tokens)
            $0.member("total_tokens", promptTokens + tokens)
        }
    }

    private func event(isChunk: Bool, _ content: (inout JSONWriter) -> Void) -> [UInt8] {
        Array("data: ".utf8) + object(isChunk: isChunk, content) + Array("\n\n".utf8)
    }

    private func object(isChunk: Bool, _ content: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.member("id", id)
            $0.member("object", isChat ? isChunk ? "chat.completion.chunk" : "chat.completion" : "text_completion")
            $0.member("created", created)
            $0.member("model", model)
            $0.member("system_fingerprint", "fp_ollama")
            content(&$0)
        }
        return writer.bytes
    }
}
