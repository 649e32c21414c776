import Fleet

/// Writes a whole answer as Ollama's clients expect it: of a chat, or of a generation.
struct OllamaAnswerWriter {
    let stamp: AnswerStamp
    let isGenerate: Bool

    func write(_ answer: ChatAnswer, at elapsed: Seconds) throws(DialectError) -> [UInt8] {
        let calls = try answer.wholeCalls
        var writer = JSONWriter(capacity: answer.text.utf8.count + 512)
        writer.object { writer in
            writeHead(to: &writer, at: elapsed)
            writeMessage(to: &writer, answer.text, thinking: answer.thinking.isEmpty ? nil : answer.thinking) {
                if calls.isEmpty { return }
                $0.key("tool_calls")
                $0.array { writer in
                    for (number, call) in calls.enumerated() {
                        Self.write(call.call, number, call.arguments, to: &writer)
                    }
                }
            }
            writeEnd(answer.reason, answer.usage, first: nil, at: elapsed, to: &writer)
            if let logprobs = answer.logprobs {
                writer.key("logprobs")
                writer.list(logprobs)
            }
        }
        return writer.bytes
    }

    // MARK: Parts

    func writeHead(to writer: inout JSONWriter, at elapsed: Seconds) {
        writer.member("model", stamp.model)
        writer.member("created_at", stamp.time(after: elapsed))
    }

    /// A generation has what is the message's in a chat at its root.
    func writeMessage(
        to writer: inout JSONWriter,
        _ text: String,
        thinking: String?,
        _ members: (inout JSONWriter) -> Void
    ) {
        if isGenerate {
            writer.member("response", text)
            writer.member("thinking", thinking)
            return members(&writer)
        }
        writer.key("message")
        writer.object {
            $0.member("role", "assistant")
            $0.member("content", text)
            $0.member("thinking", thinking)
            members(&$0)
        }
    }

    static func write(_ call: ChatToolCall, _ number: Int, _ arguments: JSONValue, to writer: inout JSONWriter) {
        writer.object {
            $0.member("id", call.id)
            $0.key("function")
            $0.object {
                $0.member("index", number)
                $0.member("name", call.name)
                $0.member("arguments", arguments)
            }
        }
    }

    /// - Parameter first: when the first token came. What the backend says it took goes before what was measured here.
    func writeEnd(
        _ reason: ChatFinish,
        _ usage: AnswerUsage,
        first: Seconds?,
        at elapsed: Seconds,
        to writer: inout JSONWriter
    ) {
        writer.member("done", true)
        writer.member("done_reason", reason.ollama)
        Self.write("total_duration", usage.totalTime ?? elapsed, to: &writer)
        Self.write("load_duration", usage.loadTime, to: &writer)
        writer.member("prompt_eval_count", usage.promptTokens)
        Self.write("prompt_eval_duration", usage.prefillTime ?? first, to: &writer)
        writer.member("eval_count", usage.outputTokens)
        Self.write("eval_duration", usage.decodeTime ?? first.map { elapsed - $0 }, to: &writer)
    }

    /// In nanoseconds; no time at all is not written.
    static func write(_ key: StaticString, _ time: Seconds?, to writer: inout JSONWriter) {
        guard let time, time.value > 0, time.value < 1e9 else { return }
        writer.member(key, Int(time.value * 1e9 + 0.5))
    }
}
