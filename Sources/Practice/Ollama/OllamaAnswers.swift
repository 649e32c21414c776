import Dialects
import Telemetry

/// What Ollama's endpoints answer.
enum OllamaAnswers {
    // MARK: Inference

    static func chat(_ call: PracticeCall) throws(PracticeError) -> PracticeReply {
        let messages = try call.array("messages")
        let prompt = PracticePrompt(.array(messages))
        return try infer(call, prompt, PracticeTurn(messages), isControl: messages.isEmpty)
    }

    static func generate(_ call: PracticeCall) throws(PracticeError) -> PracticeReply {
        var prompt = PracticePrompt(call["system"], call["prompt"], call["suffix"])
        if let images = call["images"] { prompt.look(at: images) }
        let isControl = call["prompt"]?.string ?? "" == "" && prompt.images.isEmpty
        return try infer(call, prompt, nil, isControl: isControl)
    }

    /// - Parameters:
    ///   - turn: the last one of a chat; nil for a prompt.
    ///   - isControl: without a prompt nothing is inferred; the model is only loaded or unloaded.
    private static func infer(
        _ call: PracticeCall,
        _ prompt: PracticePrompt,
        _ turn: PracticeTurn?,
        isControl: Bool
    ) throws(PracticeError) -> PracticeReply {
        let (model, name) = try call.model()
        let voice = OllamaVoice(model: name, isChat: turn != nil)
        if isControl {
            let reason = unloads(call["keep_alive"]) ? "unload" : "load"
            return PracticeReply(200, "application/json; charset=utf-8", voice.loaded(reason, at: call.now))
        }
        guard model == .chat else {
            throw .invalid("\"\(name)\" does not support \(turn == nil ? "generate" : "chat")")
        }
        try call.check(prompt)
        let format = call["format"] ?? ""
        let stream = call.stream(
            voice,
            prompt,
            call.length(call["options"]?["num_predict"]),
            call.form(prompt, turn, schema: format, isJSON: format != ""),
            thinks: try thinks(call["think"]),
            calls: try PracticeTools(call.array("tools")).calls(in: turn, prefix: "call_", seed: prompt.seed)
        )
        return try call.flag("stream", default: true) ? PracticeReply(stream: stream) : stream.whole
    }

    private static func thinks(_ value: JSONValue?) throws(PracticeError) -> Bool {
        guard let value else { return false }
        if let flag = value.bool { return flag }
        guard let word = value.string, ["low", "medium", "high", "max"].contains(word) else {
            throw .invalid("invalid think value: it must be true, false, low, medium, high or max")
        }
        return true
    }

    /// Zero as a number, or as a duration in any unit.
    private static func unloads(_ keepAlive: JSONValue?) -> Bool {
        if let text = keepAlive?.string {
            return text.contains("0") && text.allSatisfy { $0 == "0" || $0 == "." || $0.isLetter }
        }
        return keepAlive?.double == 0
    }

    // MARK: Embeddings

    static func embed(_ call: PracticeCall) throws(PracticeError) -> PracticeReply {
        let (_, name) = try call.model()
        let texts = try call.embeddingInputs("input")
        let dimensions = call["dimensions"]?.integer
        let tokens = texts.reduce(0) { $0 + PracticePrompt(.string($1)).tokens }
        return .json(after: call.pace.firstToken) { writer in
            writer.object {
                $0.member("model", name)
                $0.key("embeddings")
                $0.array {
                    for text in texts { $0.numbers(PracticeEmbedding(of: text, dimensions: dimensions).values) }
                }
                $0.member("total_duration", max(1, call.pace.firstToken.wholeNanoseconds))
                $0.member("load_duration", 1_000_000)
                $0.member("prompt_eval_count", tokens)
            }
        }
    }

    /// The older endpoint, whose numbers are twice as wide.
    static func embeddings(_ call: PracticeCall) throws(PracticeError) -> PracticeReply {
        _ = try call.model()
        let text = call["prompt"]?.string ?? ""
        return .json(after: call.pace.firstToken) { writer in
            writer.object {
                $0.key("embedding")
                $0.array {
                    // An empty prompt only loads the model.
                    if text.isEmpty { return }
                    for value in PracticeEmbedding(of: text).values { $0.number(Double(value)) }
                }
            }
        }
    }

    // MARK: Listings

    static func version(_ only: PracticeDialect?) -> PracticeReply {
        // Clients compare it with the version they need; an old one has no other dialects.
        .json { $0.object { $0.member("version", only == nil ? "0.14.0+practice" : "0.1.20+practice") } }
    }

    static func tags(at now: WallTime) -> PracticeReply {
        list {
            $0.member("modified_at", now.rfc3339Nanoseconds)
            identity($1, &$0)
            $0.member("capabilities", $1.capabilities)
        }
    }

    static func resident(at now: WallTime) -> PracticeReply {
        list {
            identity($1, &$0)
            $0.member("expires_at", now.advanced(by: .seconds(300)).rfc3339Nanoseconds)
            $0.member("size_vram", $1.size)
            $0.member("context_length", PracticeModel.contextLength)
        }
    }

    private static func list(_ members: (inout JSONWriter, PracticeModel) -> Void) -> PracticeReply {
        .json { writer in
            writer.object {
                $0.key("models")
                $0.array {
                    for model in PracticeModel.allCases {
                        $0.object {
                            $0.member("name", model.name)
                            $0.member("model", model.name)
                            members(&$0, model)
                        }
                    }
                }
            }
        }
    }

    private static func identity(_ model: PracticeModel, _ writer: inout JSONWriter) {
        writer.member("size", model.size)
        writer.member("digest", model.digest)
        details(model, &writer)
    }

    private static func details(_ model: PracticeModel, _ writer: inout JSONWriter) {
        writer.member("details") {
            $0.member("parent_model", "")
            $0.member("format", "practice")
            $0.member("family", model.family)
            $0.member("families", [model.family])
            $0.member("parameter_size", model.parameterSize)
            $0.member("quantization_level", "none")
        }
    }

    static func show(_ call: PracticeCall) throws(PracticeError) -> PracticeReply {
        let (model, _) = try call.model()
        return .json { writer in
            writer.object {
                $0.member("license", "")
                $0.member("modelfile", "# Built into Herd; there is nothing to download.\nFROM \(model.name)\n")
                $0.member("parameters", "")
                $0.member("template", "{{ .Prompt }}")
                details(model, &$0)
                $0.member("model_info") {
                    $0.member("general.architecture", model.family)
                    $0.member("general.parameter_count", 0)
                    $0.member("practice.context_length", PracticeModel.contextLength)
                    $0.member("practice.embedding_length", PracticeEmbedding.dimensions)
                }
                $0.member("capabilities", model.capabilities)
                $0.member("modified_at", call.now.rfc3339Nanoseconds)
            }
        }
    }
}

extension JSONWriter {
    mutating func numbers(_ values: [Float]) {
        array { for value in values { $0.number(value) } }
    }
}
