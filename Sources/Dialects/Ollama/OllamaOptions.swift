/// The fields that Ollama's chats and generations have in common.
enum OllamaOptions {
    static func read(
        _ fields: inout FieldReader,
        into request: inout ChatRequest,
        _ dropped: inout DroppedFields
    ) throws(DialectError) {
        if var options = try fields.object("options") {
            try read(options: &options, into: &request)
            options.finish(into: &dropped)
        }
        request.format = try format(&fields)
        request.thinking = try thinking(&fields)
        request.wantsLogprobs = try fields.bool("logprobs") ?? false
        request.topLogprobs = try fields.integer("top_logprobs")
        request.isStreamed = try fields.bool("stream") ?? true
        request.wantsUsage = true
        fields.skip("fallback_models")
    }

    private static func read(
        options: inout FieldReader,
        into request: inout ChatRequest
    ) throws(DialectError) {
        request.sampling.temperature = try options.number("temperature")
        request.sampling.topP = try options.number("top_p")
        request.sampling.topK = try options.number("top_k")
        request.sampling.minP = try options.number("min_p")
        request.sampling.frequencyPenalty = try options.number("frequency_penalty")
        request.sampling.presencePenalty = try options.number("presence_penalty")
        request.sampling.repeatPenalty = try options.number("repeat_penalty")
        request.stop = try options.strings("stop")
        // What is less than nothing means that there is no limit, and no seed.
        if let seed = try options.number("seed"), seed.double ?? -1 >= 0 { request.sampling.seed = seed }
        if let limit = try options.integer("num_predict"), limit >= 0 { request.outputMax = limit }
    }

    private static func format(_ fields: inout FieldReader) throws(DialectError) -> ChatFormat? {
        guard let value = fields.take("format"), value != "" else { return nil }
        if value == "json" { return .json }
        guard value.object != nil else { throw fields.wrong("format", "must be \"json\" or a JSON schema") }
        return .schema(value, name: nil, isStrict: nil)
    }

    private static func thinking(_ fields: inout FieldReader) throws(DialectError) -> ChatThinking? {
        guard let value = fields.take("think") else { return nil }
        if let flag = value.bool { return flag ? .on : .off }
        guard let word = value.string, let thinking = ChatThinking(word: word), thinking != .off else {
            throw fields.wrong("think", "must be true, false, \"low\", \"medium\", \"high\" or \"max\"")
        }
        return thinking
    }

    static func images(_ fields: inout FieldReader) throws(DialectError) -> [ChatImage] {
        var images: [ChatImage] = []
        for (index, element) in (try fields.array("images") ?? []).enumerated() {
            let data = element.string ?? ""
            guard let image = ChatImage(dataURI: data) ?? ChatImage(base64: data[...], declared: nil) else {
                throw fields.wrong("images[\(index)]", "must be a picture in JPEG, PNG, GIF or WebP, in base64")
            }
            images.append(image)
        }
        return images
    }
}
