/// What a response repeats of its request, as OpenAI's service does: how it was asked for.
///
/// Held as JSON for as long as the answer takes, so what is long is left out: no client needs its own words back.
struct ResponsesEcho: Equatable, Sendable {
    private static let valueMax = 16 * 1024

    /// Of an object, without its braces.
    let members: [UInt8]

    /// - Parameter request: nil when its texts are not known.
    init(_ request: JSONObject? = nil) {
        var writer = JSONWriter()
        for (key, fallback) in Self.defaults {
            writer.key(key)
            let value = request?[key] ?? .null
            let isRepeated = !value.isNull && value.encoded.count <= Self.valueMax
            writer.value(isRepeated ? value : fallback)
        }
        // Whatever was asked for, this is how it is.
        writer.member("background", false)
        writer.null("previous_response_id")
        writer.member("service_tier", "default")
        writer.member("store", false)
        writer.member("truncation", "disabled")
        members = writer.bytes
    }

    private static let defaults: [(String, JSONValue)] = [
        ("instructions", .null), ("max_output_tokens", .null), ("max_tool_calls", .null), ("metadata", [:]),
        ("parallel_tool_calls", true), ("prompt_cache_key", .null), ("reasoning", ["effort": .null, "summary": .null]),
        ("safety_identifier", .null), ("temperature", .null), ("text", ["format": ["type": "text"]]),
        ("tool_choice", "auto"), ("tools", []), ("top_logprobs", 0), ("top_p", .null), ("user", .null),
    ]
}
