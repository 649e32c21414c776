/// Reads a whole answer from Anthropic's service or one that speaks like it.
struct AnthropicAnswerReader {
    let stamp: AnswerStamp

    func read(_ body: Span<UInt8>) throws(DialectError) -> [ChatEvent] {
        guard let value = try? JSONValue(parsing: body), value.object != nil else {
            throw DialectError(unreadable: body)
        }
        if let error = value["error"], !error.isNull { throw BackendFailure.error(in: body) }
        guard let blocks = value["content"]?.array else { throw .unreadable }
        var events: [ChatEvent] = []
        var count = 0
        for block in blocks { read(block, &count, into: &events) }
        readUsage(body, into: &events)
        if let reason = value["stop_reason"]?.string {
            events.append(.finish(ChatFinish(anthropic: reason, stopSequence: value["stop_sequence"]?.string)))
        }
        return events + [.end]
    }

    /// - Parameter count: of the calls so far.
    private func read(_ block: JSONValue, _ count: inout Int, into events: inout [ChatEvent]) {
        switch block["type"]?.string {
        case "text": events.append(.text(block["text"]?.string ?? "", logprobs: nil))
        case "thinking":
            events.append(.thinking(block["thinking"]?.string ?? ""))
            if let signature = block["signature"]?.string, !signature.isEmpty { events.append(.signature(signature)) }
        case "tool_use":
            let id = block["id"]?.string ?? stamp.callID(count)
            events.append(.call(count, id: id, name: block["name"]?.string ?? ""))
            let input = OpenAIAnswerReader.arguments(block["input"])
            if input.utf8.count > 2 { events.append(.arguments(count, input)) }
            count += 1
        default: break
        }
    }

    private func readUsage(_ body: Span<UInt8>, into events: inout [ChatEvent]) {
        guard var cursor = JSONCursor(objectIn: body) else { return }
        var usage = AnthropicUsage()
        cursor.enter()
        while let key = cursor.nextKey(in: body) {
            if key.equals("usage", in: body) {
                usage.decode(&cursor, body, &events)
            } else {
                cursor.skip(in: body)
            }
        }
    }
}
