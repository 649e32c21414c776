/// Understands a request for a message as Anthropic's clients write it.
struct AnthropicRequestReader {
    private var fields: FieldReader
    private(set) var dropped = DroppedFields()

    init(_ object: JSONObject) {
        fields = FieldReader(object)
    }

    mutating func chat() throws(DialectError) -> ChatRequest {
        var request = ChatRequest(source: .anthropic, model: try fields.requiredString("model"))
        if let system = fields.take("system") {
            let parts = try content(system, in: fields, key: "system")
            request.messages = [ChatMessage(.system, parts)]
        }
        try readMessages(into: &request)
        try readTools(into: &request)
        try readAnswer(into: &request)
        fields.finish(into: &dropped)
        return request
    }

    // MARK: Messages

    private mutating func readMessages(into request: inout ChatRequest) throws(DialectError) {
        let messages = try fields.objects("messages")
        if messages.isEmpty { throw fields.wrong("messages", "is missing or empty") }
        for var message in messages {
            switch try message.requiredString("role") {
            case "user": request.messages += try user(&message)
            case "assistant":
                request.messages.append(ChatMessage(.assistant, try content(&message)))
            // Newer clients tell the system's word where it belongs.
            case "system": request.messages.append(ChatMessage(.system, try content(&message)))
            default: throw message.wrong("role", "must be user or assistant")
            }
            message.finish(into: &dropped)
        }
    }

    /// The results of tools come first, as they answer the turn before; what the user says to them follows.
    private mutating func user(_ message: inout FieldReader) throws(DialectError) -> [ChatMessage] {
        guard let value = message.take("content") else { throw message.wrong("content", "is missing") }
        guard let elements = value.array else {
            return [ChatMessage(.user, try content(value, in: message, key: "content"))]
        }
        var results: [ChatMessage] = []
        var parts: [ChatMessage.Part] = []
        for (index, element) in elements.enumerated() {
            var block = try message.element(element, index, of: "content")
            if element["type"] == "tool_result" {
                results.append(try result(&block))
            } else {
                parts.append(try part(&block))
            }
            block.finish(into: &dropped)
        }
        return results + (parts.isEmpty && !results.isEmpty ? [] : [ChatMessage(.user, parts)])
    }

    private mutating func result(_ block: inout FieldReader) throws(DialectError) -> ChatMessage {
        block.skip("type")
        let call = try block.requiredString("tool_use_id")
        let isError = try block.bool("is_error") ?? false
        return ChatMessage(.tool(call: call, isError: isError), try content(&block))
    }

    // MARK: Blocks

    private mutating func content(_ fields: inout FieldReader) throws(DialectError) -> [ChatMessage.Part] {
        guard let value = fields.take("content") else { return [] }
        return try content(value, in: fields, key: "content")
    }

    private mutating func content(
        _ value: JSONValue,
        in fields: FieldReader,
        key: String
    ) throws(DialectError) -> [ChatMessage.Part] {
        if let text = value.string { return [.text(text)] }
        guard let elements = value.array else { throw fields.wrong(key, "must be a string or a list of blocks") }
        var parts: [ChatMessage.Part] = []
        for (index, element) in elements.enumerated() {
            var block = try fields.element(element, index, of: key)
            parts.append(try part(&block))
            block.finish(into: &dropped)
        }
        return parts
    }

    private mutating func part(_ block: inout FieldReader) throws(DialectError) -> ChatMessage.Part {
        switch try block.requiredString("type") {
        case "text": return .text(try block.requiredString("text"))
        case "image": return .image(try image(&block))
        case "thinking":
            let text = try block.requiredString("thinking")
            return .thinking(text, signature: try block.string("signature") ?? "")
        case "redacted_thinking":
            block.skip("data")
            return .redactedThinking
        case "tool_use": return .call(try call(&block))
        case "document": return .text(try document(&block))
        default: throw block.wrong("type", "is of a kind that the backend cannot be given")
        }
    }

    private mutating func call(_ block: inout FieldReader) throws(DialectError) -> ChatToolCall {
        let (id, name) = (try block.requiredString("id"), try block.requiredString("name"))
        guard let input = try block.schema("input") else { throw block.wrong("input", "is missing") }
        return ChatToolCall(id: id, name: name, arguments: String(decoding: input.encoded, as: UTF8.self))
    }

    private mutating func image(_ block: inout FieldReader) throws(DialectError) -> ChatImage {
        guard var source = try block.object("source") else { throw block.wrong("source", "is missing") }
        defer { source.finish(into: &dropped) }
        switch try source.requiredString("type") {
        case "base64":
            let (declared, data) = (try source.string("media_type"), try source.requiredString("data"))
            guard let image = ChatImage(base64: data[...], declared: declared) else {
                throw source.wrong("data", "is empty, or of no known type")
            }
            return image
        case "url": return .url(try source.requiredString("url"))
        default: throw source.wrong("type", "must be base64 or url: the backend has no files")
        }
    }

    /// One that is plain text is as good as said.
    private mutating func document(_ block: inout FieldReader) throws(DialectError) -> String {
        guard var source = try block.object("source") else { throw block.wrong("source", "is missing") }
        defer { source.finish(into: &dropped) }
        guard try source.requiredString("type") == "text" else {
            throw source.wrong("type", "must be text: the backend cannot be given other documents")
        }
        source.skip("media_type")
        let (title, text) = (try block.string("title"), try source.requiredString("data"))
        return title.map { "\($0)\n\(text)" } ?? text
    }

    // MARK: Tools

    private mutating func readTools(into request: inout ChatRequest) throws(DialectError) {
        for var tool in try fields.objects("tools") {
            if let type = try tool.string("type"), type != "custom" {
                throw tool.wrong("type", "must be \"custom\": the backend knows no other tools")
            }
            request.tools.append(
                ChatTool(
                    name: try tool.requiredString("name"),
                    description: try tool.string("description"),
                    parameters: try tool.schema("input_schema"),
                    isStrict: try tool.bool("strict")
                )
            )
            tool.finish(into: &dropped)
        }
        guard var choice = try fields.object("tool_choice") else { return }
        switch try choice.requiredString("type") {
        case "auto": request.toolChoice = .auto
        case "any": request.toolChoice = .required
        case "none": request.toolChoice = ChatToolChoice.none
        case "tool": request.toolChoice = .tool(try choice.requiredString("name"))
        default: throw choice.wrong("type", "must be auto, any, tool or none")
        }
        request.allowsParallelCalls = try choice.bool("disable_parallel_tool_use").map { !$0 }
        choice.finish(into: &dropped)
    }

    // MARK: How to answer

    private mutating func readAnswer(into request: inout ChatRequest) throws(DialectError) {
        guard let outputMax = try fields.integer("max_tokens") else { throw fields.wrong("max_tokens", "is missing") }
        if outputMax < 1 { throw fields.wrong("max_tokens", "must be at least 1") }
        request.outputMax = outputMax
        request.sampling.temperature = try fields.number("temperature")
        request.sampling.topP = try fields.number("top_p")
        request.sampling.topK = try fields.number("top_k")
        request.stop = try fields.strings("stop_sequences")
        request.isStreamed = try fields.bool("stream") ?? false
        request.wantsUsage = true
        if var metadata = try fields.object("metadata") {
            request.user = try metadata.string("user_id")
            metadata.finish(into: &dropped)
        }
        try readThinking(into: &request)
        try fields.refuse("mcp_servers", "container", because: "cannot be asked of the backend")
        fields.skip("fallback_models")
    }

    private mutating func readThinking(into request: inout ChatRequest) throws(DialectError) {
        var output = try fields.object("output_config")
        let word = try output?.string("effort")
        if let word {
            guard let thinking = ChatThinking(word: word), thinking != .off else {
                throw fields.wrong("output_config.effort", "must be low, medium, high, xhigh or max")
            }
            request.thinking = thinking
        }
        // Under its earlier name too.
        let (format, earlier) = (try output?.object("format"), try fields.object("output_format"))
        request.format = try self.format(format ?? earlier)
        output?.finish(into: &dropped)
        guard var thinking = try fields.object("thinking") else { return }
        switch try thinking.requiredString("type") {
        case "enabled":
            let budget = try thinking.integer("budget_tokens")
            if word == nil { request.thinking = budget.map(ChatThinking.budget) ?? .on }
        case "adaptive": if word == nil { request.thinking = .on }
        case "disabled": request.thinking = .off
        default: throw thinking.wrong("type", "must be enabled, disabled or adaptive")
        }
        thinking.finish(into: &dropped)
    }

    private mutating func format(_ fields: FieldReader?) throws(DialectError) -> ChatFormat? {
        guard var fields else { return nil }
        guard try fields.requiredString("type") == "json_schema" else {
            throw fields.wrong("type", "must be json_schema")
        }
        guard let schema = try fields.schema("schema") else { throw fields.wrong("schema", "is missing") }
        fields.finish(into: &dropped)
        return .schema(schema, name: nil, isStrict: true)
    }
}
