/// Writes a whole answer as Anthropic's clients expect it.
struct AnthropicAnswerWriter {
    let stamp: AnswerStamp

    func write(_ answer: ChatAnswer) throws(DialectError) -> [UInt8] {
        var writer = JSONWriter(capacity: answer.text.utf8.count + 512)
        writer.openObject()
        Self.writeHead(stamp, to: &writer)
        writer.key("content")
        writer.openArray()
        writeTexts(answer, to: &writer)
        for call in try answer.wholeCalls { Self.write(call.call, call.arguments, to: &writer) }
        writer.closeArray()
        Self.write(answer.reason, to: &writer)
        AnthropicUsage.write(answer.usage, estimate: stamp.promptTokens, to: &writer)
        writer.closeObject()
        return writer.bytes
    }

    static func writeHead(_ stamp: AnswerStamp, to writer: inout JSONWriter) {
        writer.member("id", "msg_" + stamp.id)
        writer.member("type", "message")
        writer.member("role", "assistant")
        writer.member("model", stamp.model)
    }

    static func write(_ reason: ChatFinish, to writer: inout JSONWriter) {
        writer.member("stop_reason", reason.anthropic)
        writer.key("stop_sequence")
        if let sequence = reason.sequence { writer.string(sequence) } else { writer.null() }
    }

    private func writeTexts(_ answer: ChatAnswer, to writer: inout JSONWriter) {
        if !answer.thinking.isEmpty {
            writer.object {
                $0.member("type", "thinking")
                $0.member("thinking", answer.thinking)
                $0.member("signature", answer.signature)
            }
        }
        if !answer.text.isEmpty {
            writer.object {
                $0.member("type", "text")
                $0.member("text", answer.text)
            }
        }
    }

    private static func write(_ call: ChatToolCall, _ input: JSONValue, to writer: inout JSONWriter) {
        writer.object {
            $0.member("type", "tool_use")
            $0.member("id", call.id)
            $0.member("name", call.name)
            $0.member("input", input)
        }
    }
}
