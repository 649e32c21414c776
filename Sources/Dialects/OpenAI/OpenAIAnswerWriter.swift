/// Writes a whole answer as OpenAI's clients expect it: of a chat, or of a completion.
struct OpenAIAnswerWriter {
    let stamp: AnswerStamp
    let isCompletion: Bool

    func write(_ answer: ChatAnswer) -> [UInt8] {
        var writer = JSONWriter(capacity: answer.text.utf8.count + 512)
        writer.object { writer in
            Self.writeHead(stamp, isCompletion: isCompletion, isChunk: false, to: &writer)
            writer.key("choices")
            writer.array { $0.object { writeChoice(answer, to: &$0) } }
            OpenAIUsage.write(answer.usage, to: &writer)
        }
        return writer.bytes
    }

    static func writeHead(_ stamp: AnswerStamp, isCompletion: Bool, isChunk: Bool, to writer: inout JSONWriter) {
        writer.member("id", (isCompletion ? "cmpl-" : "chatcmpl-") + stamp.id)
        writer.member(
            "object",
            isCompletion ? "text_completion" : isChunk ? "chat.completion.chunk" : "chat.completion"
        )
        writer.member("created", Int(stamp.created / 1_000_000_000))
        writer.member("model", stamp.model)
    }

    static func write(logprobs: String, to writer: inout JSONWriter) {
        writer.key("logprobs")
        writer.object {
            $0.key("content")
            $0.list(logprobs)
        }
    }

    private func writeChoice(_ answer: ChatAnswer, to writer: inout JSONWriter) {
        writer.member("index", 0)
        if isCompletion {
            writer.member("text", answer.text)
            writer.null("logprobs")
        } else {
            writer.key("message")
            writer.object { writeMessage(answer, to: &$0) }
            if let logprobs = answer.logprobs {
                Self.write(logprobs: logprobs, to: &writer)
            } else {
                writer.null("logprobs")
            }
        }
        writer.member("finish_reason", answer.reason.openAI)
    }

    private func writeMessage(_ answer: ChatAnswer, to writer: inout JSONWriter) {
        writer.member("role", "assistant")
        writer.key("content")
        if answer.text.isEmpty, !answer.calls.isEmpty { writer.null() } else { writer.string(answer.text) }
        if !answer.thinking.isEmpty { writer.member("reasoning_content", answer.thinking) }
        writer.null("refusal")
        if !answer.calls.isEmpty { OpenAIRequestWriter.write(answer.calls, to: &writer) }
    }
}
