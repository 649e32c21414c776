/// Understands a generation as Ollama's clients write it.
///
/// To a backend of another dialect it is a conversation of one turn, because Ollama puts the model's template around the
/// prompt just as it does around a conversation. Where it would put none, or there is an end to be met, it is a completion.
struct OllamaGenerateReader {
    private var fields: FieldReader
    private(set) var dropped = DroppedFields()

    init(_ object: JSONObject) {
        fields = FieldReader(object)
    }

    mutating func chat() throws(DialectError) -> ChatRequest {
        var request = ChatRequest(source: .ollama, model: try fields.requiredString("model"))
        let prompt = try fields.string("prompt") ?? ""
        let images = try OllamaOptions.images(&fields)
        if prompt.isEmpty, images.isEmpty { throw fields.wrong("prompt", "is missing or empty") }
        let (system, suffix) = (try fields.string("system") ?? "", try fields.string("suffix") ?? "")
        let isRaw = try fields.bool("raw") ?? false
        try fields.refuse("context", because: "cannot be given to the backend: it keeps no such thing")
        if let template = try fields.string("template"), !template.isEmpty, !isRaw {
            throw fields.wrong("template", "cannot be given to the backend: it has its own")
        }
        if isRaw || !suffix.isEmpty {
            if !images.isEmpty { throw fields.wrong("images", "cannot be given to the backend without a template") }
            if !system.isEmpty { throw fields.wrong("system", "cannot be given to the backend without a template") }
            request.completion = ChatCompletionPrompt(text: prompt, suffix: suffix.isEmpty ? nil : suffix, isRaw: isRaw)
        } else {
            if !system.isEmpty { request.messages.append(ChatMessage(.system, [.text(system)])) }
            request.messages.append(ChatMessage(.user, [.text(prompt)] + images.map(ChatMessage.Part.image)))
        }
        try OllamaOptions.read(&fields, into: &request, &dropped)
        fields.finish(into: &dropped)
        return request
    }
}
