/// The fields that OpenAI's chats and completions have in common.
enum OpenAISampling {
    static func read(_ fields: inout FieldReader, into request: inout ChatRequest) throws(DialectError) {
        request.sampling.temperature = try fields.number("temperature")
        request.sampling.topP = try fields.number("top_p")
        request.sampling.topK = try fields.number("top_k")
        request.sampling.minP = try fields.number("min_p")
        request.sampling.seed = try fields.number("seed")
        request.sampling.frequencyPenalty = try fields.number("frequency_penalty")
        request.sampling.presencePenalty = try fields.number("presence_penalty")
        let (penalty, alias) = (try fields.number("repeat_penalty"), try fields.number("repetition_penalty"))
        request.sampling.repeatPenalty = penalty ?? alias
        if let bias = fields.take("logit_bias"), bias != .object(JSONObject()) { request.sampling.logitBias = bias }
        request.stop = try fields.strings("stop")
        request.user = try fields.string("user")
        request.isStreamed = try fields.bool("stream") ?? false
        if let count = try fields.integer("n"), count != 1 {
            throw fields.wrong("n", "may only be 1: the backend gives one answer")
        }
        // Herd's own, and done with by now.
        fields.skip("fallback_models")
    }

    static func wantsUsage(
        _ fields: inout FieldReader,
        _ dropped: inout DroppedFields
    ) throws(DialectError) -> Bool {
        guard var options = try fields.object("stream_options") else { return false }
        let wants = try options.bool("include_usage") ?? false
        options.finish(into: &dropped)
        return wants
    }
}
