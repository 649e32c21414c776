/// What OpenAI's chat and its responses say alike, though not at the same depth.
extension FieldReader {
    /// The function that a tool stands for, from the object that names it.
    mutating func openAIFunction() throws(DialectError) -> ChatTool {
        ChatTool(
            name: try requiredString("name"),
            description: try string("description"),
            parameters: try schema("parameters"),
            isStrict: try bool("strict")
        )
    }

    /// - Parameter name: where a choice of one function names it.
    mutating func openAIToolChoice(named name: (JSONValue) -> String?) throws(DialectError) -> ChatToolChoice? {
        guard let value = take("tool_choice") else { return nil }
        switch value.string {
        case "auto": return .auto
        case "none": return ChatToolChoice.none
        case "required": return .required
        default: break
        }
        guard value["type"] == "function", let name = name(value) else {
            throw wrong("tool_choice", "must be auto, none, required, or name a function")
        }
        return .tool(name)
    }
}
