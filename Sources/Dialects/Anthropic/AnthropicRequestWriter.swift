/// Writes a request as Anthropic's service understands it.
///
/// What it insists on is made so: the system's word goes to the top, turns of one role become one, results of tools stand at
/// the beginning of the user's turn, ids have only letters it allows, and there is a limit to the answer.
struct AnthropicRequestWriter {
    let request: ChatRequest
    let traits: TargetTraits

    func write(capacity: Int, into dropped: inout DroppedFields) throws(DialectError) -> [UInt8] {
        if request.completion != nil {
            throw request.refusal(.completion, "cannot be completed as it is: the backend only knows conversations")
        }
        let turns = self.turns
        if turns.isEmpty { throw request.refusal(.messages, "has nothing for the backend to answer") }
        var writer = JSONWriter(capacity: capacity)
        writer.openObject()
        writer.member("model", request.model)
        writeSystem(to: &writer)
        writer.key("messages")
        writer.openArray()
        for turn in turns { try write(turn, to: &writer, &dropped) }
        writer.closeArray()
        try writeTools(to: &writer)
        try writeAnswer(to: &writer, &dropped)
        writer.closeObject()
        return writer.bytes
    }

    // MARK: Turns

    private struct Turn {
        let isAssistant: Bool
        var messages: [ChatMessage]
    }

    private var turns: [Turn] {
        var turns: [Turn] = []
        for message in request.messages where message.role != .system && !isEmpty(message) {
            let isAssistant = message.role == .assistant
            if let last = turns.indices.last, turns[last].isAssistant == isAssistant {
                turns[last].messages.append(message)
            } else {
                turns.append(Turn(isAssistant: isAssistant, messages: [message]))
            }
        }
        return turns
    }

    /// The service refuses texts without letters, and turns without anything.
    private func isEmpty(_ message: ChatMessage) -> Bool {
        if case .tool = message.role { return false }
        return message.texts.isEmpty && message.images.isEmpty && message.calls.isEmpty && !message.isSigned
    }

    private func writeSystem(to writer: inout JSONWriter) {
        let texts = request.messages.filter { $0.role == .system }.flatMap(\.texts)
        if texts.isEmpty { return }
        writer.key("system")
        if texts.count == 1 { return writer.string(texts[0]) }
        writer.array { writer in
            for text in texts { Self.write(text, to: &writer) }
        }
    }

    private func write(
        _ turn: Turn,
        to writer: inout JSONWriter,
        _ dropped: inout DroppedFields
    ) throws(DialectError) {
        writer.openObject()
        writer.member("role", turn.isAssistant ? "assistant" : "user")
        writer.key("content")
        if turn.messages.count == 1, turn.messages[0].parts.count == 1,
            case .text(let text) = turn.messages[0].parts[0],
            turn.messages[0].role == .user || turn.isAssistant
        {
            writer.string(text)
        } else {
            writer.openArray()
            for message in turn.messages {
                if case .tool(let call, let isError) = message.role {
                    try write(result: message, of: call, isError, to: &writer)
                } else {
                    for part in message.parts { try write(part, to: &writer, &dropped) }
                }
            }
            writer.closeArray()
        }
        writer.closeObject()
    }

    private func write(
        result: ChatMessage,
        of call: String,
        _ isError: Bool,
        to writer: inout JSONWriter
    ) throws(DialectError) {
        writer.openObject()
        writer.member("type", "tool_result")
        writer.member("tool_use_id", Self.id(call))
        writer.key("content")
        if result.images.isEmpty {
            writer.string(result.text)
        } else {
            writer.openArray()
            for text in result.texts { Self.write(text, to: &writer) }
            for image in result.images { try write(image, to: &writer) }
            writer.closeArray()
        }
        if isError { writer.member("is_error", true) }
        writer.closeObject()
    }

    // MARK: Blocks

    private func write(
        _ part: ChatMessage.Part,
        to writer: inout JSONWriter,
        _ dropped: inout DroppedFields
    ) throws(DialectError) {
        switch part {
        case .text(let text): if !text.isEmpty { Self.write(text, to: &writer) }
        case .image(let image): try write(image, to: &writer)
        case .call(let call): try write(call, to: &writer)
        case .redactedThinking: request.drop(.redactedThinking, into: &dropped)
        case .thinking(let text, let signature):
            // Its maker takes back only what it signed.
            if signature.isEmpty { return request.drop(.thought, into: &dropped) }
            writer.object {
                $0.member("type", "thinking")
                $0.member("thinking", text)
                $0.member("signature", signature)
            }
        }
    }

    private static func write(_ text: String, to writer: inout JSONWriter) {
        writer.object {
            $0.member("type", "text")
            $0.member("text", text)
        }
    }

    private func write(_ call: ChatToolCall, to writer: inout JSONWriter) throws(DialectError) {
        guard let input = call.object else { throw request.refusal(.arguments, "must be a JSON object") }
        writer.object {
            $0.member("type", "tool_use")
            $0.member("id", Self.id(call.id))
            $0.member("name", call.name)
            $0.member("input", input)
        }
    }

    private func write(_ image: ChatImage, to writer: inout JSONWriter) throws(DialectError) {
        switch image {
        case .data(_, let mediaType) where !Self.mediaTypes.contains(mediaType):
            throw request.refusal(.image, "must be a picture in JPEG, PNG, GIF or WebP")
        case .url where !traits.takesImageURLs:
            throw request.refusal(.image, "is the address of a picture, and the backend fetches none: send the picture")
        default: break
        }
        writer.object {
            $0.member("type", "image")
            $0.key("source")
            $0.object {
                switch image {
                case .data(let data, let mediaType):
                    $0.member("type", "base64")
                    $0.member("media_type", mediaType)
                    $0.key("data")
                    $0.string("", then: data)
                case .url(let url):
                    $0.member("type", "url")
                    $0.member("url", url)
                }
            }
        }
    }

    private static let mediaTypes = ["image/jpeg", "image/png", "image/gif", "image/webp"]

    /// The same for a call and its result.
    private static func id(_ id: String) -> String {
        let letters = id.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): byte
            case JSONByte.zero...0x39, JSONByte.minus: byte
            default: UInt8(ascii: "_")
            }
        }
        return letters.isEmpty ? "_" : String(decoding: letters, as: UTF8.self)
    }

    // MARK: Tools

    private func writeTools(to writer: inout JSONWriter) throws(DialectError) {
        if request.tools.isEmpty { return }
        writer.key("tools")
        writer.array { writer in
            for tool in request.tools {
                writer.object {
                    $0.member("name", tool.name)
                    $0.member("description", tool.description)
                    $0.member("input_schema", tool.schema)
                    $0.member("strict", tool.isStrict)
                }
            }
        }
        let isLimited = request.allowsParallelCalls == false && request.toolChoice != ChatToolChoice.none
        guard let choice = request.toolChoice ?? (isLimited ? .auto : nil) else { return }
        writer.key("tool_choice")
        writer.object {
            Self.write(choice, to: &$0)
            if isLimited { $0.member("disable_parallel_tool_use", true) }
        }
    }

    private static func write(_ choice: ChatToolChoice, to writer: inout JSONWriter) {
        switch choice {
        case .auto: writer.member("type", "auto")
        case .none: writer.member("type", "none")
        case .required: writer.member("type", "any")
        case .tool(let name):
            writer.member("type", "tool")
            writer.member("name", name)
        }
    }

    // MARK: How to answer

    private func writeAnswer(to writer: inout JSONWriter, _ dropped: inout DroppedFields) throws(DialectError) {
        if request.wantsLogprobs { throw request.refusal(.logprobs, "cannot be had: the backend tells none") }
        let limits = AnthropicLimits(request, traits)
        if limits.losesThinking { request.drop(.thinking, into: &dropped) }
        writer.member("max_tokens", limits.outputMax)
        if let budget = limits.budget {
            writer.key("thinking")
            writer.object {
                $0.member("type", "enabled")
                $0.member("budget_tokens", budget)
            }
        } else if request.thinking == .off {
            writer.key("thinking")
            writer.object { $0.member("type", "disabled") }
        }
        writeSampling(isThinking: limits.budget != nil, to: &writer, &dropped)
        if !request.stop.isEmpty {
            writer.member("stop_sequences", JSONValue.array(request.stop.map(JSONValue.string)))
        }
        try writeFormat(to: &writer)
        if let user = request.user {
            writer.key("metadata")
            writer.object { $0.member("user_id", user) }
        }
        writer.member("stream", request.isStreamed)
    }

    /// Who thinks may not be told how to draw.
    private func writeSampling(isThinking: Bool, to writer: inout JSONWriter, _ dropped: inout DroppedFields) {
        let sampling = request.sampling
        let temperature = sampling.temperature?.double ?? 1
        if isThinking {
            request.drop(.temperature, if: temperature != 1, into: &dropped)
            request.drop(.topP, if: sampling.topP != nil, into: &dropped)
            request.drop(.topK, if: sampling.topK != nil, into: &dropped)
        } else {
            // The scale ends at one: what is more is as much as there is.
            writer.member("temperature", temperature > 1 ? JSONNumber(1) : sampling.temperature)
            request.drop(.temperature, if: temperature > 1, into: &dropped)
            writer.member("top_p", sampling.topP)
            writer.member("top_k", sampling.topK)
        }
        request.drop(.minP, if: sampling.minP.isSaid, into: &dropped)
        request.drop(.seed, if: sampling.seed != nil, into: &dropped)
        request.drop(.frequencyPenalty, if: sampling.frequencyPenalty.isSaid, into: &dropped)
        request.drop(.presencePenalty, if: sampling.presencePenalty.isSaid, into: &dropped)
        request.drop(.repeatPenalty, if: sampling.repeatPenalty != nil, into: &dropped)
        request.drop(.logitBias, if: sampling.logitBias != nil, into: &dropped)
    }

    private func writeFormat(to writer: inout JSONWriter) throws(DialectError) {
        guard let format = request.format else { return }
        guard case .schema(let schema, _, _) = format else {
            throw request.refusal(.format, "must come with a schema: the backend knows no other JSON answers")
        }
        writer.key("output_config")
        writer.object {
            $0.key("format")
            $0.object {
                $0.member("type", "json_schema")
                $0.member("schema", schema)
            }
        }
    }
}
