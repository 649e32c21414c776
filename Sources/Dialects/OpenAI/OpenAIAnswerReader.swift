import Fleet

/// Reads a whole answer of a chat, or of a completion, from OpenAI's service or one that speaks like it.
struct OpenAIAnswerReader {
    let stamp: AnswerStamp

    func read(_ body: Span<UInt8>) throws(DialectError) -> [ChatEvent] {
        guard let value = try? JSONValue(parsing: body), value.object != nil else {
            throw DialectError(unreadable: body)
        }
        if let error = value["error"], !error.isNull { throw BackendFailure.error(in: body) }
        guard let choice = value["choices"]?.array?.first, choice.object != nil else { throw .unreadable }
        var events: [ChatEvent] = []
        let isRefused = read(choice, into: &events)
        readUsage(body, into: &events)
        let reason = choice["finish_reason"]?.string.map {
            ChatFinish(openAI: $0, stopSequence: choice["stop_reason"]?.string)
        }
        if isRefused { events.append(.finish(.refusal)) } else if let reason { events.append(.finish(reason)) }
        return events + [.end]
    }

    /// - Returns: whether the model would not answer.
    private func read(_ choice: JSONValue, into events: inout [ChatEvent]) -> Bool {
        let message = choice["message"]
        let thoughts = [message?["reasoning_content"], message?["reasoning"]].compactMap { $0?.string }
        if let thinking = thoughts.first(where: { !$0.isEmpty }) { events.append(.thinking(thinking)) }
        let refusal = message?["refusal"]?.string ?? ""
        let text = message?["content"]?.string ?? choice["text"]?.string ?? ""
        let logprobs = choice["logprobs"]?["content"].flatMap(Self.elements)
        if !(text + refusal).isEmpty || logprobs != nil { events.append(.text(text + refusal, logprobs: logprobs)) }
        for (number, call) in (message?["tool_calls"]?.array ?? []).enumerated() {
            let id = call["id"]?.string ?? ""
            let name = call["function"]?["name"]?.string ?? ""
            events.append(.call(number, id: id.isEmpty ? stamp.callID(number) : id, name: name))
            let arguments = Self.arguments(call["function"]?["arguments"])
            if !arguments.isEmpty { events.append(.arguments(number, arguments)) }
        }
        return !refusal.isEmpty
    }

    /// A string of JSON, or the object itself.
    static func arguments(_ value: JSONValue?) -> String {
        guard let value, !value.isNull else { return "" }
        return value.string ?? String(decoding: value.encoded, as: UTF8.self)
    }

    /// What stands between the list's brackets; nil when it is none, or empty.
    static func elements(_ list: JSONValue) -> String? {
        guard case .array(let elements) = list, !elements.isEmpty else { return nil }
        return String(decoding: list.encoded.dropFirst().dropLast(), as: UTF8.self)
    }

    private func readUsage(_ body: Span<UInt8>, into events: inout [ChatEvent]) {
        guard var cursor = JSONCursor(objectIn: body) else { return }
        cursor.enter()
        while let key = cursor.nextKey(in: body) {
            if key.equals("usage", in: body) {
                OpenAIUsage.decode(&cursor, body, &events)
            } else if key.equals("timings", in: body) {
                OpenAIUsage.decodeTimings(&cursor, body, &events)
            } else {
                cursor.skip(in: body)
            }
        }
    }
}
