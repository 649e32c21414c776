/// What is said in a stream beside the answer.
extension InferenceCall {
    /// The media type of its streams.
    package var streamType: String { dialect == .ollama ? "application/x-ndjson" : "text/event-stream" }

    /// A frame that says nothing, for a client that waits. Ollama's language has no comments: a piece without a text is as much.
    ///
    /// - Parameters:
    ///   - model: as the client calls it.
    ///   - time: RFC 3339.
    package func signOfLife(_ model: String, at time: String) -> [UInt8] {
        switch dialect {
        case .openAI: return Array(": waiting\n\n".utf8)
        case .anthropic: return Array("event: ping\ndata: {\"type\":\"ping\"}\n\n".utf8)
        case .ollama:
            var frame: JSONObject = ["model": .string(model), "created_at": .string(time)]
            if kind == .chat {
                frame["message"] = ["role": "assistant", "content": ""]
            } else {
                frame["response"] = ""
            }
            frame["done"] = false
            return JSONValue.object(frame).encoded + [JSONByte.lineFeed]
        }
    }
}
