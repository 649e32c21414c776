/// A function that a model may call.
struct ChatTool: Equatable, Sendable {
    var name: String
    var description: String?
    /// A JSON schema; nil for a function without parameters.
    var parameters: JSONValue?
    /// The arguments shall fit the schema exactly.
    var isStrict: Bool?

    /// For those who insist on a schema.
    var schema: JSONValue { parameters ?? ["type": "object", "properties": [:]] }
}
