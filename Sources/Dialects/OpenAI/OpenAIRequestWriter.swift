/// Writes a request as OpenAI's service, and the many servers that speak like it, understand it.
struct OpenAIRequestWriter {
    let request: ChatRequest
    let traits: TargetTraits

    func write(capacity: Int, into dropped: inout DroppedFields) throws(DialectError) -> [UInt8] {
        var writer = JSONWriter(capacity: capacity)
        writer.openObject()
        writer.member("model", request.model)
        if let completion = request.completion {
            writer.member("prompt", completion.text)
            writer.member("suffix", completion.suffix)
        } else {
            try writeMessages(to: &writer, &dropped)
            writeTools(to: &writer)
        }
        writeSampling(to: &writer, &dropped)
        try writeAnswer(to: &writer, &dropped)
        writer.closeObject()
        return writer.bytes
    }

    // MARK: Messages

    private func writeMessages(to writer: inout JSONWriter, _ dropped: inout DroppedFields) throws(DialectError) {
        writer.key("messages")
        writer.openArray()
        // A tool's result is text here; the pictures of a turn's results follow behind the last of them.
        var late: [(call: String, images: [ChatImage])] = []
        for message in request.messages {
            if case .tool(let call, _) = message.role {
                if !message.images.isEmpty { late.append((call, message.images)) }
            } else if !late.isEmpty {
                try writeLate(late, to: &writer)
                late = []
            }
            try write(message, to: &writer, &dropped)
        }
        if !late.isEmpty { try writeLate(late, to: &writer) }
        writer.closeArray()
    }

    private func write(
        _ message: ChatMessage,
        to writer: inout JSONWriter,
        _ dropped: inout DroppedFields
    ) throws(DialectError) {
        writer.openObject()
        switch message.role {
        case .system:
            writer.member("role", "system")
            writer.member("content", message.text)
        case .user:
            writer.member("role", "user")
            try writeContent(message, to: &writer)
        case .assistant:
            writer.member("role", "assistant")
            writeAssistant(message, to: &writer, &dropped)
        case .tool(let call, let isError):
            writer.member("role", "tool")
            writer.member("tool_call_id", call)
            writer.member("content", message.text)
            request.drop(.toolError, if: isError, into: &dropped)
        }
        writer.closeObject()
    }

    private func writeAssistant(_ message: ChatMessage, to writer: inout JSONWriter, _ dropped: inout DroppedFields) {
        writer.key("content")
        if message.text.isEmpty, !message.calls.isEmpty { writer.null() } else { writer.string(message.text) }
        if !message.thinking.isEmpty { writer.member("reasoning_content", message.thinking) }
        request.drop(.signature, if: message.isSigned, into: &dropped)
        request.drop(.redactedThinking, if: message.parts.contains(.redactedThinking), into: &dropped)
        if !message.calls.isEmpty { Self.write(message.calls, to: &writer) }
    }

    static func write(_ calls: [ChatToolCall], to writer: inout JSONWriter) {
        writer.key("tool_calls")
        writer.array { writer in
            for call in calls {
                writer.object {
                    $0.member("id", call.id)
                    $0.member("type", "function")
                    $0.key("function")
                    $0.object {
                        $0.member("name", call.name)
                        $0.member("arguments", call.arguments.isEmpty ? "{}" : call.arguments)
                    }
                }
            }
        }
    }

    // MARK: Parts

    private func writeContent(_ message: ChatMessage, to writer: inout JSONWriter) throws(DialectError) {
        writer.key("content")
        if message.images.isEmpty, message.texts.count < 2 { return writer.string(message.text) }
        writer.openArray()
        for part in message.parts {
            switch part {
            case .text(let text): Self.write(part: text, to: &writer)
            case .image(let image): try write(image, to: &writer)
            default: break
            }
        }
        writer.closeArray()
    }

    private static func write(part text: String, to writer: inout JSONWriter) {
        if text.isEmpty { return }
        writer.object {
            $0.member("type", "text")
            $0.member("text", text)
        }
    }

    private func write(_ image: ChatImage, to writer: inout JSONWriter) throws(DialectError) {
        if case .url = image, !traits.takesImageURLs {
            throw request.refusal(.image, "is the address of a picture, and the backend fetches none: send the picture")
        }
        writer.object {
            $0.member("type", "image_url")
            $0.key("image_url")
            $0.object {
                $0.key("url")
                switch image {
                case .data(let data, let mediaType): $0.string("data:\(mediaType);base64,", then: data)
                case .url(let url): $0.string(url)
                }
            }
        }
    }

    private func writeLate(
        _ results: [(call: String, images: [ChatImage])],
        to writer: inout JSONWriter
    ) throws(DialectError) {
        writer.openObject()
        writer.member("role", "user")
        writer.key("content")
        writer.openArray()
        for (call, images) in results {
            Self.write(part: "The tool call \(call) returned:", to: &writer)
            for image in images { try write(image, to: &writer) }
        }
        writer.closeArray()
        writer.closeObject()
    }

    // MARK: Tools

    private func writeTools(to writer: inout JSONWriter) {
        if request.tools.isEmpty { return }
        writer.key("tools")
        writer.array { writer in
            for tool in request.tools {
                writer.object {
                    $0.member("type", "function")
                    $0.key("function")
                    $0.object { Self.write(tool, to: &$0) }
                }
            }
        }
        if let choice = request.toolChoice {
            writer.key("tool_choice")
            Self.write(choice, to: &writer)
        }
        writer.member("parallel_tool_calls", request.allowsParallelCalls)
    }

    private static func write(_ tool: ChatTool, to writer: inout JSONWriter) {
        writer.member("name", tool.name)
        writer.member("description", tool.description)
        writer.member("parameters", tool.parameters)
        writer.member("strict", tool.isStrict)
    }

    private static func write(_ choice: ChatToolChoice, to writer: inout JSONWriter) {
        switch choice {
        case .auto: writer.string("auto")
        case .none: writer.string("none")
        case .required: writer.string("required")
        case .tool(let name):
            writer.object {
                $0.member("type", "function")
                $0.key("function")
                $0.object { $0.member("name", name) }
            }
        }
    }

    // MARK: How to answer

    private func writeSampling(to writer: inout JSONWriter, _ dropped: inout DroppedFields) {
        let sampling = request.sampling
        writer.member("temperature", sampling.temperature)
        writer.member("top_p", sampling.topP)
        writer.member("seed", sampling.seed)
        writer.member("frequency_penalty", sampling.frequencyPenalty)
        writer.member("presence_penalty", sampling.presencePenalty)
        writer.member("logit_bias", sampling.logitBias)
        if traits.takesLocalSampling {
            writer.member("top_k", sampling.topK)
            writer.member("min_p", sampling.minP)
            writer.member("repeat_penalty", sampling.repeatPenalty)
        } else {
            request.drop(.topK, if: sampling.topK != nil, into: &dropped)
            request.drop(.minP, if: sampling.minP.isSaid, into: &dropped)
            request.drop(.repeatPenalty, if: sampling.repeatPenalty != nil, into: &dropped)
        }
        writer.member("max_tokens", request.outputMax)
        if !request.stop.isEmpty { writer.member("stop", JSONValue.array(request.stop.map(JSONValue.string))) }
    }

    private func writeAnswer(to writer: inout JSONWriter, _ dropped: inout DroppedFields) throws(DialectError) {
        if request.completion == nil {
            writeFormat(to: &writer)
            writer.member("reasoning_effort", request.thinking.map { $0.effort.map(Self.word) ?? "none" })
            if request.wantsLogprobs { writer.member("logprobs", true) }
            writer.member("top_logprobs", request.topLogprobs)
        } else {
            let text = "cannot be had of a raw completion, which is all that the backend can be asked for here"
            if request.format != nil { throw request.refusal(.format, text) }
            if request.wantsLogprobs { throw request.refusal(.logprobs, text) }
            request.drop(.thinking, if: request.thinking != nil, into: &dropped)
        }
        writer.member("user", request.user)
        writer.member("stream", request.isStreamed)
        if request.isStreamed {
            writer.key("stream_options")
            writer.object { $0.member("include_usage", true) }
        }
    }

    private func writeFormat(to writer: inout JSONWriter) {
        guard let format = request.format else { return }
        writer.key("response_format")
        writer.object { writer in
            switch format {
            case .json: writer.member("type", "json_object")
            case .schema(let schema, let name, let isStrict):
                writer.member("type", "json_schema")
                writer.key("json_schema")
                writer.object {
                    $0.member("name", name ?? "answer")
                    $0.member("schema", schema)
                    $0.member("strict", isStrict)
                }
            }
        }
    }

    private static func word(_ effort: ChatThinking.Effort) -> String {
        switch effort {
        case .minimal: "minimal"
        case .low: "low"
        case .medium: "medium"
        case .high: "high"
        case .max: "xhigh"
        }
    }
}
