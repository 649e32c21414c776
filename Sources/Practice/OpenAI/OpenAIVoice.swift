import Dialects
import Telemetry

/// The events of `/v1/chat/completions` and `/v1/completions`, as Ollama's layer has them or as most other servers do.
struct OpenAIVoice: PracticeVoice {
    let model: String
    let id: String
    /// When the request came; every frame says so.
    let created: Int
    let isChat: Bool
    let includesUsage: Bool
    /// Its names for things that OpenAI does not name.
    let isOllamas: Bool

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

    func beginning(_ part: PracticePart, _ place: Int, at time: WallTime) -> [[UInt8]] {
        guard let call = part.call else { return [] }
        return [chunk { writer in writer.member("delta") { calls([call], withIndex: true, arguments: "", &$0) } }]
    }

    func frame(_ piece: PracticeAnswer.Piece, at time: WallTime) -> [UInt8] {
        chunk { said(piece, &$0) }
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

    func whole(_ answer: [PracticeSaid], _ summary: PracticeSummary, at time: WallTime) -> [UInt8] {
        object(isChunk: false) {
            choice(reason(summary), &$0) {
                if isChat {
                    $0.member("message") {
                        $0.member("role", "assistant")
                        $0.member("content", answer.text)
                        if !answer.thought.isEmpty { thought(answer.thought, &$0) }
                        if !answer.calls.isEmpty { calls(answer.calls, withIndex: false, arguments: nil, &$0) }
                    }
                } else {
                    $0.member("text", answer.text)
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

    private func reason(_ summary: PracticeSummary) -> String {
        switch summary.reason {
        case .stop: "stop"
        case .length: "length"
        case .calls: "tool_calls"
        }
    }

    private func said(_ piece: PracticeAnswer.Piece, _ writer: inout JSONWriter) {
        guard isChat else { return writer.member("text", piece.text) }
        writer.member("delta") {
            switch piece.part {
            case .thought: thought(piece.text, &$0)
            case .text: $0.member("content", piece.text)
            case .call(let call): more(of: call, piece.text, &$0)
            }
        }
    }

    private func thought(_ text: String, _ writer: inout JSONWriter) {
        if isOllamas { writer.member("reasoning", text) } else { writer.member("reasoning_content", text) }
    }

    private func calls(
        _ calls: [PracticeToolCall],
        withIndex: Bool,
        arguments: String?,
        _ writer: inout JSONWriter
    ) {
        writer.key("tool_calls")
        writer.array { writer in
            for call in calls {
                writer.object {
                    if withIndex { $0.member("index", call.number) }
                    $0.member("id", call.id)
                    $0.member("type", "function")
                    $0.member("function") {
                        $0.member("name", call.name)
                        $0.member("arguments", arguments ?? call.arguments)
                    }
                }
            }
        }
    }

    private func more(of call: PracticeToolCall, _ arguments: String, _ writer: inout JSONWriter) {
        writer.key("tool_calls")
        writer.array {
            $0.object {
                $0.member("index", call.number)
                $0.member("function") { $0.member("arguments", arguments) }
            }
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
            $0.member("system_fingerprint", isOllamas ? "fp_ollama" : "practice")
            content(&$0)
        }
        return writer.bytes
    }
}
