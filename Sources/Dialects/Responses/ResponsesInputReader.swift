/// Understands the input of a request for a response: a text, or the items of a conversation.
///
/// What a model put out in one turn, thoughts, words and calls, are items of their own and here become one message again.
struct ResponsesInputReader {
    private(set) var dropped = DroppedFields()

    mutating func messages(of fields: inout FieldReader) throws(DialectError) -> [ChatMessage] {
        guard let value = fields.take("input") else { throw fields.wrong("input", "is missing") }
        if let text = value.string { return [ChatMessage(.user, [.text(text)])] }
        guard let items = value.array, !items.isEmpty else {
            throw fields.wrong("input", "must be a text, or a list of items that is not empty")
        }
        var messages: [ChatMessage] = []
        messages.reserveCapacity(items.count)
        for (index, value) in items.enumerated() {
            var item = try fields.element(value, index, of: "input")
            try take(&item, into: &messages)
            item.skip("id")
            item.skip("status")
            item.finish(into: &dropped)
        }
        return messages
    }

    // MARK: Items

    private mutating func take(_ item: inout FieldReader, into messages: inout [ChatMessage]) throws(DialectError) {
        switch try item.string("type") ?? "message" {
        case "message": try takeMessage(&item, into: &messages)
        case "reasoning":
            let parts = try thoughts(&item)
            add(parts, to: &messages) { $0.texts.isEmpty || !$0.calls.isEmpty }
        case "function_call":
            let call = try call(&item)
            add([.call(call)], to: &messages) { _ in true }
        case "function_call_output":
            let id = try item.requiredString("call_id")
            messages.append(ChatMessage(.tool(call: id, isError: false), try content(&item, "output")))
        case "item_reference":
            throw item.wrong(
                "type",
                "refers to what was said before, and the router keeps no state: send the item itself"
            )
        default:
            throw item.wrong(
                "type",
                "must be message, reasoning, function_call or function_call_output: the backend knows nothing else"
            )
        }
    }

    private mutating func takeMessage(
        _ item: inout FieldReader,
        into messages: inout [ChatMessage]
    ) throws(DialectError) {
        switch try item.requiredString("role") {
        case "system", "developer": messages.append(ChatMessage(.system, try content(&item, "content")))
        case "user": messages.append(ChatMessage(.user, try content(&item, "content")))
        case "assistant":
            let parts = try content(&item, "content")
            add(parts, to: &messages) { $0.texts.isEmpty }
        default: throw item.wrong("role", "must be system, developer, user or assistant")
        }
    }

    /// To what the assistant was saying, if it can be part of that.
    private func add(
        _ parts: [ChatMessage.Part],
        to messages: inout [ChatMessage],
        if isPart: (ChatMessage) -> Bool
    ) {
        if let last = messages.last, last.role == .assistant, isPart(last) {
            messages[messages.count - 1].parts += parts
        } else {
            messages.append(ChatMessage(.assistant, parts))
        }
    }

    private mutating func call(_ item: inout FieldReader) throws(DialectError) -> ChatToolCall {
        ChatToolCall(
            id: try item.requiredString("call_id"),
            name: try item.requiredString("name"),
            arguments: try item.string("arguments") ?? ""
        )
    }

    private mutating func thoughts(_ item: inout FieldReader) throws(DialectError) -> [ChatMessage.Part] {
        let summary = try texts(&item, "summary")
        let content = try texts(&item, "content")
        let sealed = try item.string("encrypted_content") ?? ""
        let signature = ResponsesItem.signature(in: sealed)
        let thoughts = content.isEmpty ? summary : content
        if thoughts.isEmpty, signature.isEmpty { return sealed.isEmpty ? [] : [.redactedThinking] }
        if signature.isEmpty, !sealed.isEmpty { dropped.note(item.prefix + "encrypted_content") }
        return [.thinking(thoughts, signature: signature)]
    }

    private mutating func texts(_ item: inout FieldReader, _ key: String) throws(DialectError) -> String {
        var text: [String] = []
        for var part in try item.objects(key) {
            part.skip("type")
            text.append(try part.requiredString("text"))
            part.finish(into: &dropped)
        }
        return text.joined(separator: "\n\n")
    }

    // MARK: Parts

    private mutating func content(
        _ item: inout FieldReader,
        _ key: String
    ) throws(DialectError) -> [ChatMessage.Part] {
        guard let value = item.take(key) else { return [] }
        if let text = value.string { return [.text(text)] }
        guard let elements = value.array else { throw item.wrong(key, "must be a string or a list of parts") }
        var parts: [ChatMessage.Part] = []
        for (index, element) in elements.enumerated() {
            var part = try item.element(element, index, of: key)
            parts.append(try read(&part))
            part.finish(into: &dropped)
        }
        return parts
    }

    private mutating func read(_ part: inout FieldReader) throws(DialectError) -> ChatMessage.Part {
        switch try part.requiredString("type") {
        case "input_text", "text": return .text(try part.requiredString("text"))
        case "output_text":
            part.skip("annotations")
            part.skip("logprobs")
            return .text(try part.requiredString("text"))
        case "refusal": return .text(try part.requiredString("refusal"))
        case "input_image":
            if let detail = try part.string("detail"), detail != "auto" { dropped.note(part.prefix + "detail") }
            try part.refuse("file_id", because: "names a file, and the router keeps none: send the picture itself")
            return .image(try OpenAIRequestReader.image(try part.requiredString("image_url"), in: part))
        default:
            throw part.wrong(
                "type",
                "must be input_text, output_text or input_image: the backend cannot be given anything else"
            )
        }
    }
}
