import Dialects

/// What `/v1/responses` answers: stateless, as servers with a model of their own have it.
enum ResponsesAnswers {
    static func response(_ call: PracticeCall) throws(PracticeError) -> PracticeReply {
        let name = try OpenAIAnswers.chatModel(call, verb: "chat")
        let messages = try messages(call)
        let prompt = PracticePrompt(call["instructions"], .array(messages))
        try call.check(prompt)
        let turn = PracticeTurn(messages)
        let format = call["text"]?["format"]
        let thought = try OpenAIAnswers.thinks(call["reasoning"]?["effort"])
        let calls = try OpenAIAnswers.tools(call).calls(in: turn, prefix: "call_", seed: prompt.seed)
        let form = call.form(prompt, turn, schema: format?["schema"], isJSON: format?["type"] == "json_object")
        let stream = call.stream(prompt, call.length(call["max_output_tokens"]), form, thinks: thought, calls: calls) {
            ResponsesVoice($0, to: call, model: name, seed: prompt.seed)
        }
        return try call.flag("stream", default: false) ? PracticeReply(stream: stream) : stream.whole
    }

    /// What tools gave back are items of their own, and messages elsewhere.
    private static func messages(_ call: PracticeCall) throws(PracticeError) -> [JSONValue] {
        if let text = call["input"]?.string { return [["role": "user", "content": .string(text)]] }
        let items = try call.array("input")
        if items.isEmpty { throw .invalid("input is required") }
        return items.map { item in
            guard item["type"] == "function_call_output" else { return item }
            return ["role": "tool", "content": item["output"] ?? .null]
        }
    }
}
