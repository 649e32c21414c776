/// A model's wish that a tool be called.
struct ChatToolCall: Equatable, Sendable {
    var id: String
    var name: String
    /// As the model wrote it: should be a JSON object, may be nothing.
    var arguments: String

    /// Nil when they are no object. No arguments at all are an empty one.
    var object: JSONValue? {
        let bytes = Array(arguments.utf8)
        if bytes.span.endOfSpace(from: 0) == bytes.count { return .object(JSONObject()) }
        guard let value = try? JSONValue(parsing: bytes), case .object = value else { return nil }
        return value
    }
}
