/// Understands a completion as OpenAI's clients write it.
struct OpenAICompletionReader {
    private var fields: FieldReader
    private(set) var dropped = DroppedFields()

    init(_ object: JSONObject) {
        fields = FieldReader(object)
    }

    mutating func chat() throws(DialectError) -> ChatRequest {
        var request = ChatRequest(source: .openAI, model: try fields.requiredString("model"))
        let suffix = try fields.string("suffix")
        request.completion = ChatCompletionPrompt(text: try prompt(), suffix: suffix, isRaw: false)
        try OpenAISampling.read(&fields, into: &request)
        request.outputMax = try fields.integer("max_tokens")
        request.wantsUsage = try OpenAISampling.wantsUsage(&fields, &dropped)
        try fields.refuse("logprobs", "echo", because: "cannot be had of the backend")
        if let count = try fields.integer("best_of"), count != 1 { throw fields.wrong("best_of", "may only be 1") }
        fields.finish(into: &dropped)
        return request
    }

    private mutating func prompt() throws(DialectError) -> String {
        guard let value = fields.take("prompt") else { throw fields.wrong("prompt", "is missing") }
        if let text = value.string { return text }
        guard let list = value.array, list.count == 1, let text = list[0].string else {
            throw fields.wrong("prompt", "must be one text: the backend takes neither several nor tokens")
        }
        return text
    }
}
