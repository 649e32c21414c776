/// Understands a chat as Ollama's clients write it.
struct OllamaRequestReader {
    private var fields: FieldReader
    private(set) var dropped = DroppedFields()
    private var calls = OllamaCallIDs()

    init(_ object: JSONObject) {
        fields = FieldReader(object)
    }

    mutating func chat() throws(DialectError) -> ChatRequest {
        var request = ChatRequest(source: .ollama, model: try fields.requiredString("model"))
        let messages = try fields.objects("messages")
        if messages.isEmpty { throw fields.wrong("messages", "is missing or empty") }
        for var message in messages {
            request.messages.append(try read(&message))
            message.finish(into: &dropped)
        }
        request.tools = try tools()
        try OllamaOptions.read(&fields, into: &request, &dropped)
        fields.finish(into: &dropped)
        return request
    }

    // MARK: Messages

    private mutating func read(_ message: inout FieldReader) throws(DialectError) -> ChatMessage {
        var parts: [ChatMessage.Part] = []
        let role = try message.requiredString("role").lowercased()
        if let thinking = try message.string("thinking"), !thinking.isEmpty {
            parts.append(.thinking(thinking, signature: ""))
        }
        parts.append(.text(try message.string("content") ?? ""))
        for image in try OllamaOptions.images(&message) { parts.append(.image(image)) }
        switch role {
        case "system": return ChatMessage(.system, parts)
        case "user": return ChatMessage(.user, parts)
        case "assistant":
            calls.beginTurn()
            for var call in try message.objects("tool_calls") { parts.append(.call(try read(call: &call))) }
            return ChatMessage(.assistant, parts)
        case "tool":
            let (id, name) = (try message.string("tool_call_id"), try message.string("tool_name"))
            return ChatMessage(.tool(call: calls.answered(id: id, name: name), isError: false), parts)
        default: throw message.wrong("role", "must be system, user, assistant or tool")
        }
    }

    private mutating func read(call: inout FieldReader) throws(DialectError) -> ChatToolCall {
        let id = try call.string("id")
        call.skip("type")
        guard var function = try call.object("function") else { throw call.wrong("function", "is missing") }
        function.skip("index")
        let name = try function.requiredString("name")
        let arguments = OpenAIAnswerReader.arguments(function.take("arguments"))
        function.finish(into: &dropped)
        call.finish(into: &dropped)
        return ChatToolCall(id: calls.asked(id: id, name: name), name: name, arguments: arguments)
    }

    // MARK: Tools

    private mutating func tools() throws(DialectError) -> [ChatTool] {
        var tools: [ChatTool] = []
        for var tool in try fields.objects("tools") {
            if let type = try tool.string("type"), type != "function" {
                throw tool.wrong("type", "must be \"function\"")
            }
            guard var function = try tool.object("function") else { throw tool.wrong("function", "is missing") }
            tools.append(
                ChatTool(
                    name: try function.requiredString("name"),
                    description: try function.string("description"),
                    parameters: try function.schema("parameters")
                )
            )
            function.finish(into: &dropped)
            tool.finish(into: &dropped)
        }
        return tools
    }
}
