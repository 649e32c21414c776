import Fleet

/// What an answer cost, as OpenAI says it.
enum OpenAIUsage {
    static func decode(_ cursor: inout JSONCursor, _ bytes: Span<UInt8>, _ events: inout [ChatEvent]) {
        guard cursor.enter(.object, in: bytes) else { return }
        var usage = AnswerUsage()
        while let key = cursor.nextKey(in: bytes) {
            if key.equals("prompt_tokens", in: bytes) {
                usage.promptTokens = cursor.count(in: bytes)
            } else if key.equals("completion_tokens", in: bytes) {
                usage.outputTokens = cursor.count(in: bytes)
            } else if key.equals("prompt_tokens_details", in: bytes) {
                usage.cachedTokens = detail("cached_tokens", &cursor, bytes)
            } else if key.equals("completion_tokens_details", in: bytes) {
                usage.reasoningTokens = detail("reasoning_tokens", &cursor, bytes)
            } else {
                cursor.skip(in: bytes)
            }
        }
        if !usage.isEmpty { events.append(.usage(usage)) }
    }

    /// What llama.cpp adds: how long it took.
    static func decodeTimings(_ cursor: inout JSONCursor, _ bytes: Span<UInt8>, _ events: inout [ChatEvent]) {
        guard cursor.enter(.object, in: bytes) else { return }
        var usage = AnswerUsage()
        while let key = cursor.nextKey(in: bytes) {
            if key.equals("prompt_ms", in: bytes) {
                usage.prefillTime = cursor.number(in: bytes).map { Seconds($0 / 1e3) }
            } else if key.equals("predicted_ms", in: bytes) {
                usage.decodeTime = cursor.number(in: bytes).map { Seconds($0 / 1e3) }
            } else {
                cursor.skip(in: bytes)
            }
        }
        events.append(.usage(usage))
    }

    private static func detail(_ name: StaticString, _ cursor: inout JSONCursor, _ bytes: Span<UInt8>) -> Int? {
        guard cursor.enter(.object, in: bytes) else { return nil }
        var value: Int?
        while let key = cursor.nextKey(in: bytes) {
            if key.equals(name, in: bytes) { value = cursor.count(in: bytes) } else { cursor.skip(in: bytes) }
        }
        return value
    }

    static func write(_ usage: AnswerUsage, to writer: inout JSONWriter) {
        let (prompt, output) = (usage.promptTokens ?? 0, usage.outputTokens ?? 0)
        writer.key("usage")
        writer.openObject()
        writer.member("prompt_tokens", prompt)
        writer.member("completion_tokens", output)
        writer.member("total_tokens", prompt + output)
        if let cached = usage.cachedTokens {
            writer.key("prompt_tokens_details")
            writer.object { $0.member("cached_tokens", cached) }
        }
        if let reasoning = usage.reasoningTokens {
            writer.key("completion_tokens_details")
            writer.object { $0.member("reasoning_tokens", reasoning) }
        }
        writer.closeObject()
    }
}
