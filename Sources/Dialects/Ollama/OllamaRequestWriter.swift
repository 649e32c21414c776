/// Writes a request as Ollama understands it: a chat, or a generation for what is to be completed.
///
/// What the client does not say is left to the model's own defaults, as they stand in its Modelfile.
struct OllamaRequestWriter {
    let request: ChatRequest

    func write(capacity: Int, into dropped: inout DroppedFields) throws(DialectError) -> [UInt8] {
        var writer = JSONWriter(capacity: capacity)
        writer.openObject()
        writer.member("model", request.model)
        if let completion = request.completion {
            writer.member("prompt", completion.text)
            writer.member("suffix", completion.suffix)
            if completion.isRaw { writer.member("raw", true) }
        } else {
            try writeMessages(to: &writer, &dropped)
            try writeTools(to: &writer, &dropped)
        }
        writeAnswer(to: &writer, &dropped)
        writeOptions(to: &writer, &dropped)
        writer.closeObject()
        return writer.bytes
    }

    // MARK: Messages

    private func writeMessages(to writer: inout JSONWriter, _ dropped: inout DroppedFields) throws(DialectError) {
        var names: [String: String] = [:]
        writer.key("messages")
        writer.openArray()
        for message in request.messages {
            for call in message.calls { names[call.id] = call.name }
            try write(message, names, to: &writer, &dropped)
        }
        writer.closeArray()
    }

    /// - Parameter names: of the tools that were called, by the call's id.
    private func write(
        _ message: ChatMessage,
        _ names: [String: String],
        to writer: inout JSONWriter,
        _ dropped: inout DroppedFields
    ) throws(DialectError) {
        writer.openObject()
        switch message.role {
        case .system: writer.member("role", "system")
        case .user: writer.member("role", "user")
        case .assistant: writer.member("role", "assistant")
        case .tool: writer.member("role", "tool")
        }
        writer.member("content", message.text)
        if !message.thinking.isEmpty { writer.member("thinking", message.thinking) }
        request.drop(.signature, if: message.isSigned, into: &dropped)
        request.drop(.redactedThinking, if: message.parts.contains(.redactedThinking), into: &dropped)
        try write(message.images, to: &writer)
        try write(message.calls, to: &writer)
        if case .tool(let call, let isError) = message.role {
            writer.member("tool_name", names[call])
            writer.member("tool_call_id", call)
            request.drop(.toolError, if: isError, into: &dropped)
        }
        writer.closeObject()
    }

    private func write(_ images: [ChatImage], to writer: inout JSONWriter) throws(DialectError) {
        if images.isEmpty { return }
        writer.key("images")
        writer.openArray()
        for image in images {
            guard case .data(let data, _) = image else {
                throw request.refusal(
                    .image,
                    "is the address of a picture, and the backend fetches none: send the picture"
                )
            }
            writer.string("", then: data)
        }
        writer.closeArray()
    }

    private func write(_ calls: [ChatToolCall], to writer: inout JSONWriter) throws(DialectError) {
        if calls.isEmpty { return }
        writer.key("tool_calls")
        writer.openArray()
        for (number, call) in calls.enumerated() {
            guard let arguments = call.object else { throw request.refusal(.arguments, "must be a JSON object") }
            OllamaAnswerWriter.write(call, number, arguments, to: &writer)
        }
        writer.closeArray()
    }

    // MARK: Tools

    /// Nobody can make an Ollama model call a tool, and who relies on it would get a text: that is refused. That it calls
    /// none is easy to have, by not telling it of any.
    private func writeTools(to writer: inout JSONWriter, _ dropped: inout DroppedFields) throws(DialectError) {
        if request.tools.isEmpty || request.toolChoice == ChatToolChoice.none { return }
        if request.toolChoice?.isForced == true {
            throw request.refusal(.toolChoice, "cannot force a call: the backend only knows auto and none")
        }
        request.drop(.parallelCalls, if: request.allowsParallelCalls == false, into: &dropped)
        writer.key("tools")
        writer.array { writer in
            for tool in request.tools {
                writer.object {
                    $0.member("type", "function")
                    $0.key("function")
                    $0.object {
                        $0.member("name", tool.name)
                        $0.member("description", tool.description ?? "")
                        $0.member("parameters", tool.schema)
                    }
                }
            }
        }
        request.drop(.toolStrict, if: request.tools.contains { $0.isStrict == true }, into: &dropped)
    }

    // MARK: How to answer

    private func writeAnswer(to writer: inout JSONWriter, _ dropped: inout DroppedFields) {
        switch request.format {
        case .json: writer.member("format", "json")
        case .schema(let schema, _, _): writer.member("format", schema)
        case nil: break
        }
        switch request.thinking {
        case .off: writer.member("think", false)
        case .on: writer.member("think", true)
        case .effort, .budget: writer.member("think", request.thinking?.effort.map(Self.word))
        case nil: break
        }
        if request.wantsLogprobs { writer.member("logprobs", true) }
        writer.member("top_logprobs", request.topLogprobs)
        writer.member("stream", request.isStreamed)
        request.drop(.user, if: request.user != nil, into: &dropped)
    }

    private static func word(_ effort: ChatThinking.Effort) -> String {
        switch effort {
        case .minimal, .low: "low"
        case .medium: "medium"
        case .high: "high"
        case .max: "max"
        }
    }

    private func writeOptions(to writer: inout JSONWriter, _ dropped: inout DroppedFields) {
        var sampling = request.sampling
        request.drop(.logitBias, if: sampling.logitBias != nil, into: &dropped)
        sampling.logitBias = nil
        if sampling == ChatSampling(), request.stop.isEmpty, request.outputMax == nil { return }
        writer.key("options")
        writer.object {
            $0.member("temperature", sampling.temperature)
            $0.member("top_p", sampling.topP)
            $0.member("top_k", sampling.topK)
            $0.member("min_p", sampling.minP)
            $0.member("seed", sampling.seed)
            $0.member("frequency_penalty", sampling.frequencyPenalty)
            $0.member("presence_penalty", sampling.presencePenalty)
            $0.member("repeat_penalty", sampling.repeatPenalty)
            $0.member("num_predict", request.outputMax)
            if !request.stop.isEmpty { $0.member("stop", JSONValue.array(request.stop.map(JSONValue.string))) }
        }
    }
}
