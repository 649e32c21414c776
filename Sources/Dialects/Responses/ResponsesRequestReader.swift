/// Understands a request for a response as OpenAI's clients write it.
///
/// The router keeps nothing between requests: what goes on from an earlier response, or asks for one that is kept, is refused
/// with what to do instead.
struct ResponsesRequestReader {
    private static let stateless =
        "cannot be served: the router keeps no state. Send the whole conversation as \"input\""

    private var fields: FieldReader
    private(set) var dropped = DroppedFields()

    init(_ object: JSONObject) {
        fields = FieldReader(object)
    }

    mutating func chat() throws(DialectError) -> ChatRequest {
        try refuseState()
        var request = ChatRequest(source: .responses, model: try fields.requiredString("model"))
        try OpenAISampling.read(&fields, into: &request)
        try readMessages(into: &request)
        try readTools(into: &request)
        try readAnswer(into: &request)
        fields.finish(into: &dropped)
        return request
    }

    private mutating func refuseState() throws(DialectError) {
        try fields.refuse("previous_response_id", "conversation", because: Self.stateless)
        try fields.refuse(
            "background",
            because: "cannot be served: the router keeps no state. Ask without it, or stream"
        )
        try fields.refuse(
            "prompt",
            because: "cannot be served: the router keeps no prompts. Send it as \"instructions\""
        )
        // An answer nobody fetches later is none the worse for not being kept.
        if try fields.bool("store") ?? false { dropped.note("store") }
    }

    private mutating func readMessages(into request: inout ChatRequest) throws(DialectError) {
        if let instructions = try fields.string("instructions"), !instructions.isEmpty {
            request.messages.append(ChatMessage(.system, [.text(instructions)]))
        }
        var input = ResponsesInputReader()
        request.messages += try input.messages(of: &fields)
        for name in input.dropped.names { dropped.note(name) }
    }

    // MARK: Tools

    private mutating func readTools(into request: inout ChatRequest) throws(DialectError) {
        for var tool in try fields.objects("tools") {
            guard try tool.requiredString("type") == "function" else {
                throw tool.wrong(
                    "type",
                    "must be \"function\": the router has no tools of its own, nor has the backend"
                )
            }
            request.tools.append(try tool.openAIFunction())
            tool.finish(into: &dropped)
        }
        request.toolChoice = try fields.openAIToolChoice { $0["name"]?.string }
        request.allowsParallelCalls = try fields.bool("parallel_tool_calls")
    }

    // MARK: How to answer

    private mutating func readAnswer(into request: inout ChatRequest) throws(DialectError) {
        request.outputMax = try fields.integer("max_output_tokens")
        request.format = try format()
        request.thinking = try thinking()
        request.wantsUsage = true
        let count = try fields.integer("top_logprobs")
        let wanted = try fields.strings("include")
        request.wantsLogprobs = count ?? 0 > 0 || wanted.contains("message.output_text.logprobs")
        request.topLogprobs = request.wantsLogprobs ? count : nil
        let known = ["message.output_text.logprobs", "reasoning.encrypted_content"]
        if wanted.contains(where: { !known.contains($0) }) { dropped.note("include") }
        // A prompt is never cut here.
        if try fields.string("truncation") ?? "disabled" != "disabled" { dropped.note("truncation") }
        fields.skip("stream_options")
    }

    private mutating func format() throws(DialectError) -> ChatFormat? {
        guard var text = try fields.object("text") else { return nil }
        defer { text.finish(into: &dropped) }
        guard var format = try text.object("format") else { return nil }
        defer { format.finish(into: &dropped) }
        switch try format.requiredString("type") {
        case "text": return nil
        case "json_object": return .json
        case "json_schema":
            guard let schema = try format.schema("schema") else { throw format.wrong("schema", "is missing") }
            return .schema(schema, name: try format.string("name"), isStrict: try format.bool("strict"))
        default: throw format.wrong("type", "must be text, json_object or json_schema")
        }
    }

    private mutating func thinking() throws(DialectError) -> ChatThinking? {
        guard var reasoning = try fields.object("reasoning") else { return nil }
        defer { reasoning.finish(into: &dropped) }
        // What a model thinks is told as it is, which says no less than a summary.
        reasoning.skip("summary")
        reasoning.skip("generate_summary")
        guard let word = try reasoning.string("effort") else { return nil }
        guard let thinking = ChatThinking(word: word) else {
            throw reasoning.wrong("effort", "must be none, minimal, low, medium, high, xhigh or max")
        }
        return thinking
    }
}
