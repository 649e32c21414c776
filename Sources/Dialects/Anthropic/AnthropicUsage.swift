/// What an answer cost, as Anthropic says it: what was cached, and what was put into the cache, apart from the rest.
struct AnthropicUsage: Sendable {
    private var uncached: Int?
    private var read: Int?
    private var created: Int?
    private var output: Int?

    /// Later counts are for all of the answer so far; one that is missing stays.
    mutating func decode(_ cursor: inout JSONCursor, _ bytes: Span<UInt8>, _ events: inout [ChatEvent]) {
        guard cursor.enter(.object, in: bytes) else { return }
        while let key = cursor.nextKey(in: bytes) {
            if key.equals("input_tokens", in: bytes) {
                uncached = cursor.count(in: bytes) ?? uncached
            } else if key.equals("cache_read_input_tokens", in: bytes) {
                read = cursor.count(in: bytes) ?? read
            } else if key.equals("cache_creation_input_tokens", in: bytes) {
                created = cursor.count(in: bytes) ?? created
            } else if key.equals("output_tokens", in: bytes) {
                output = cursor.count(in: bytes) ?? output
            } else {
                cursor.skip(in: bytes)
            }
        }
        var usage = AnswerUsage()
        usage.promptTokens = uncached.map { $0 + (read ?? 0) + (created ?? 0) }
        usage.cachedTokens = read
        usage.outputTokens = output
        if !usage.isEmpty { events.append(.usage(usage)) }
    }

    /// - Parameter estimate: of the prompt, for a backend that does not tell, or not yet.
    static func write(_ usage: AnswerUsage, estimate: Int, to writer: inout JSONWriter) {
        writer.key("usage")
        writer.object {
            let cached = usage.cachedTokens ?? 0
            $0.member("input_tokens", max(0, (usage.promptTokens ?? estimate) - cached))
            $0.member("cache_creation_input_tokens", 0)
            $0.member("cache_read_input_tokens", cached)
            $0.member("output_tokens", usage.outputTokens ?? 0)
        }
    }
}
