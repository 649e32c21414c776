import Dialects
import Telemetry

/// What the endpoints of OpenAI's shape answer.
enum OpenAIAnswers {
    static func chat(_ call: PracticeCall) throws(PracticeError) -> PracticeReply {
        let name = try chatModel(call, verb: "chat")
        let messages = try call.array("messages")
        if messages.isEmpty { throw .invalid("[] is too short - 'messages'") }
        return try infer(call, name, PracticePrompt(.array(messages)), PracticeTurn(messages))
    }

    static func completion(_ call: PracticeCall) throws(PracticeError) -> PracticeReply {
        let name = try chatModel(call, verb: "generate")
        return try infer(call, name, PracticePrompt(call["prompt"], call["suffix"]), nil)
    }

    static func chatModel(_ call: PracticeCall, verb: String) throws(PracticeError) -> String {
        let (model, name) = try call.model()
        guard model == .chat else { throw .invalid("\"\(name)\" does not support \(verb)") }
        return name
    }

    private static func infer(
        _ call: PracticeCall,
        _ name: String,
        _ prompt: PracticePrompt,
        _ turn: PracticeTurn?
    ) throws(PracticeError) -> PracticeReply {
        let voice = OpenAIVoice(
            model: name,
            id: "\(turn == nil ? "cmpl" : "chatcmpl")-\(prompt.seed % 999)",
            created: Int(call.now.seconds),
            isChat: turn != nil,
            includesUsage: call["stream_options"]?["include_usage"]?.bool ?? false,
            isOllamas: call.only == nil
        )
        try call.check(prompt)
        let format = call["response_format"]
        let isJSON = format?["type"]?.string?.hasPrefix("json") ?? false
        let stream = call.stream(
            voice,
            prompt,
            call.length(call["max_completion_tokens"], call["max_tokens"]),
            call.form(prompt, turn, schema: format?["json_schema"]?["schema"], isJSON: isJSON),
            thinks: turn == nil ? false : try thinks(call["reasoning_effort"] ?? call["reasoning"]?["effort"]),
            calls: try tools(call).calls(in: turn, prefix: "call_", seed: prompt.seed)
        )
        return try call.flag("stream", default: false) ? PracticeReply(stream: stream) : stream.whole
    }

    static func thinks(_ effort: JSONValue?) throws(PracticeError) -> Bool {
        guard let effort else { return false }
        let words = ["none", "minimal", "low", "medium", "high", "max", "xhigh", "ultra"]
        guard let word = effort.string, words.contains(word) else {
            throw .invalid("Invalid value for 'reasoning_effort'. Supported values: \(words.joined(separator: ", ")).")
        }
        return word != "none"
    }

    static func tools(_ call: PracticeCall) throws(PracticeError) -> PracticeTools {
        var tools = try PracticeTools(call.array("tools"))
        tools.allowsSeveral = try call.flag("parallel_tool_calls", default: true)
        switch call["tool_choice"] {
        case nil, "auto"?: tools.choice = .auto
        case "none"?: tools.choice = .none
        case "required"?: tools.choice = .any
        case let choice?:
            guard let name = (choice["function"] ?? choice)["name"]?.string else {
                throw .invalid("Invalid 'tool_choice'.")
            }
            tools.choice = .named(name)
        }
        return tools
    }

    static func embeddings(_ call: PracticeCall) throws(PracticeError) -> PracticeReply {
        let (_, name) = try call.model()
        let texts = try call.embeddingInputs("input")
        if texts.isEmpty { throw .invalid("invalid input") }
        let encoding = call["encoding_format"]?.string ?? "float"
        guard encoding == "float" || encoding == "base64" else {
            throw .invalid("Invalid value for 'encoding_format' = \(encoding). Supported values: ['float', 'base64'].")
        }
        let dimensions = call["dimensions"]?.integer
        let tokens = texts.reduce(0) { $0 + PracticePrompt(.string($1)).tokens }
        return .json(after: call.pace.firstToken) { writer in
            writer.object {
                $0.member("object", "list")
                $0.key("data")
                $0.array {
                    for (index, text) in texts.enumerated() {
                        let embedding = PracticeEmbedding(of: text, dimensions: dimensions)
                        $0.object {
                            $0.member("object", "embedding")
                            $0.key("embedding")
                            if encoding == "base64" {
                                $0.string(Base64.text(of: embedding.littleEndianBytes))
                            } else {
                                $0.numbers(embedding.values)
                            }
                            $0.member("index", index)
                        }
                    }
                }
                $0.member("model", name)
                $0.member("usage") {
                    $0.member("prompt_tokens", tokens)
                    $0.member("total_tokens", tokens)
                }
            }
        }
    }

    static func models(at now: WallTime) -> PracticeReply {
        .json { writer in
            writer.object {
                $0.member("object", "list")
                $0.key("data")
                $0.array { for model in PracticeModel.allCases { describe(model, at: now, &$0) } }
            }
        }
    }

    static func model(_ name: String, at now: WallTime) throws(PracticeError) -> PracticeReply {
        guard let model = PracticeModel(named: name) else { throw .unknownModel(name) }
        return .json { describe(model, at: now, &$0) }
    }

    private static func describe(_ model: PracticeModel, at now: WallTime, _ writer: inout JSONWriter) {
        writer.object {
            $0.member("id", model.name)
            $0.member("object", "model")
            $0.member("created", Int(now.seconds))
            $0.member("owned_by", "library")
        }
    }
}
