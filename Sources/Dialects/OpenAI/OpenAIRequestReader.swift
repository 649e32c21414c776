/// Understands a chat request as OpenAI's clients write it, with the fields local servers have added.
struct OpenAIRequestReader {
    private var fields: FieldReader
    private(set) var dropped = DroppedFields()

    init(_ object: JSONObject) {
        fields = FieldReader(object)
    }

    mutating func chat() throws(DialectError) -> ChatRequest {
        var request = ChatRequest(source: .openAI, model: try fields.requiredString("model"))
        try OpenAISampling.read(&fields, into: &request)
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
        request.messages.reserveCapacity(messages.count)
        for var message in messages {
            request.messages.append(try read(&message))
            message.finish(into: &dropped)
        }
    }

    private mutating func read(_ message: inout FieldReader) throws(DialectError) -> ChatMessage {
        let role = try message.requiredString("role")
        switch role {
        case "system", "developer": return ChatMessage(.system, try content(&message))
        case "user": return ChatMessage(.user, try content(&message))
        case "assistant": return try assistant(&message)
        case "tool":
            let call = try message.requiredString("tool_call_id")
            return ChatMessage(.tool(call: call, isError: false), try content(&message))
        default: throw message.wrong("role", "must be system, developer, user, assistant or tool")
        }
    }

    private mutating func assistant(_ message: inout FieldReader) throws(DialectError) -> ChatMessage {
        var parts: [ChatMessage.Part] = []
        let thoughts = [try message.string("reasoning_content"), try message.string("reasoning")]
        if let text = thoughts.compactMap({ $0 }).first(where: { !$0.isEmpty }) {
            parts.append(.thinking(text, signature: ""))
        }
        parts += try content(&message)
        if let refusal = try message.string("refusal"), !refusal.isEmpty { parts.append(.text(refusal)) }
        try message.refuse("function_call", because: "is no longer used: say it as \"tool_calls\"")
        for var call in try message.objects("tool_calls") {
            parts.append(.call(try read(call: &call)))
            call.finish(into: &dropped)
        }
        return ChatMessage(.assistant, parts)
    }

    private mutating func read(call: inout FieldReader) throws(DialectError) -> ChatToolCall {
        let id = try call.requiredString("id")
        if let type = try call.string("type"), type != "function" {
            throw call.wrong("type", "must be \"function\": the backend knows no other calls")
        }
        guard var function = try call.object("function") else { throw call.wrong("function", "is missing") }
        call.skip("index")
        let name = try function.requiredString("name")
        let arguments = OpenAIAnswerReader.arguments(function.take("arguments"))
        function.finish(into: &dropped)
        return ChatToolCall(id: id, name: name, arguments: arguments)
    }

    // MARK: Parts

    private mutating func content(_ message: inout FieldReader) throws(DialectError) -> [ChatMessage.Part] {
        guard let value = message.take("content") else { return [] }
        if let text = value.string { return [.text(text)] }
        guard let elements = value.array else { throw message.wrong("content", "must be a string or a list of parts") }
        var parts: [ChatMessage.Part] = []
        for (index, element) in elements.enumerated() {
            if let text = element.string {
                parts.append(.text(text))
                continue
            }
            var part = try message.element(element, index, of: "content")
            parts.append(try read(part: &part))
            part.finish(into: &dropped)
        }
        return parts
    }

    private mutating func read(part: inout FieldReader) throws(DialectError) -> ChatMessage.Part {
        switch try part.requiredString("type") {
        case "text": return .text(try part.requiredString("text"))
        case "refusal": return .text(try part.requiredString("refusal"))
        case "image_url": return .image(try image(&part))
        default:
            throw part.wrong("type", "must be \"text\" or \"image_url\": the backend cannot be given anything else")
        }
    }

    private mutating func image(_ part: inout FieldReader) throws(DialectError) -> ChatImage {
        guard let value = part.take("image_url") else { throw part.wrong("image_url", "is missing") }
        if let url = value.string { return try Self.image(url, in: part) }
        guard let object = value.object else { throw part.wrong("image_url", "must be an object") }
        var source = FieldReader(object, prefix: part.prefix + "image_url.")
        let url = try source.requiredString("url")
        // What a backend does when nobody says is the same.
        if source.take("detail").map({ $0 != "auto" }) ?? false { dropped.note(source.prefix + "detail") }
        source.finish(into: &dropped)
        return try Self.image(url, in: part)
    }

    static func image(_ url: String, in part: FieldReader) throws(DialectError) -> ChatImage {
        if url.hasPrefix("http://") || url.hasPrefix("https://") { return .url(url) }
        if let image = ChatImage(dataURI: url) { return image }
        throw part.wrong("image_url", "must be a data URI in base64 of a known type, or an http address")
    }

    // MARK: Tools

    private mutating func readTools(into request: inout ChatRequest) throws(DialectError) {
        try fields.refuse("functions", "function_call", because: "is no longer used: say it as \"tools\"")
        for var tool in try fields.objects("tools") {
            if let type = try tool.string("type"), type != "function" {
                throw tool.wrong("type", "must be \"function\": the backend knows no other tools")
            }
            guard var function = try tool.object("function") else { throw tool.wrong("function", "is missing") }
            request.tools.append(try function.openAIFunction())
            function.finish(into: &dropped)
            tool.finish(into: &dropped)
        }
        request.toolChoice = try fields.openAIToolChoice { $0["function"]?["name"]?.string }
        request.allowsParallelCalls = try fields.bool("parallel_tool_calls")
    }

    // MARK: How to answer

    private mutating func readAnswer(into request: inout ChatRequest) throws(DialectError) {
        let (limit, earlier) = (try fields.integer("max_completion_tokens"), try fields.integer("max_tokens"))
        request.outputMax = limit ?? earlier
        request.format = try format()
        request.thinking = try thinking()
        request.wantsLogprobs = try fields.bool("logprobs") ?? false
        request.topLogprobs = try fields.integer("top_logprobs")
        request.wantsUsage = try OpenAISampling.wantsUsage(&fields, &dropped)
        try fields.refuse("audio", "web_search_options", because: "cannot be asked of the backend")
        if let modalities = fields.take("modalities"), modalities != ["text"] {
            throw fields.wrong("modalities", "may only be [\"text\"] here")
        }
    }

    private mutating func format() throws(DialectError) -> ChatFormat? {
        guard var format = try fields.object("response_format") else { return nil }
        defer { format.finish(into: &dropped) }
        switch try format.requiredString("type") {
        case "text": return nil
        case "json_object": return .json
        case "json_schema":
            guard var schema = try format.object("json_schema") else { throw format.wrong("json_schema", "is missing") }
            defer { schema.finish(into: &dropped) }
            guard let value = schema.take("schema"), value.object != nil else {
                throw schema.wrong("schema", "must be an object")
            }
            return .schema(value, name: try schema.string("name"), isStrict: try schema.bool("strict"))
        default: throw format.wrong("type", "must be text, json_object or json_schema")
        }
    }

    private mutating func thinking() throws(DialectError) -> ChatThinking? {
        var word = try fields.string("reasoning_effort")
        var key = "reasoning_effort"
        if var reasoning = try fields.object("reasoning") {
            key = word == nil ? "reasoning.effort" : key
            let effort = try reasoning.string("effort")
            word = word ?? effort
            reasoning.finish(into: &dropped)
        }
        guard let word else { return nil }
        guard let thinking = ChatThinking(word: word) else {
            throw fields.wrong(key, "must be none, minimal, low, medium, high, xhigh or max")
        }
        return thinking
    }
}
