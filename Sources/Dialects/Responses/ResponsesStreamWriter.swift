import Fleet

/// Writes the stream of a response: it is created, its items come, each with its parts and their pieces, and it is completed.
///
/// The last event holds the whole response, so all that was said is kept until then. Calls may be told piece by piece in turn:
/// each has a place of its own, and one is ended when its arguments are whole or nothing can follow.
struct ResponsesStreamWriter: ChatStreamWriter {
    private struct Call {
        let number: Int
        var item: ResponsesItem
        var balance = JSONBalance()
    }

    private let object: ResponsesObject
    private var progress = ChatProgress()
    private var sequence = 0
    /// The thought or text at hand.
    private var open: ResponsesItem?
    private var calls: [Call] = []
    /// The items that are ended, as JSON; empty in the places of others.
    private var output: [[UInt8]] = []

    init(_ object: ResponsesObject) {
        self.object = object
    }

    mutating func write(_ event: ChatEvent, to output: inout JSONWriter, at elapsed: Seconds) throws(DialectError) {
        progress.take(event, at: elapsed)
        switch event {
        case .thinking(let text): if !text.isEmpty { add(text, nil, to: .reasoning, &output) }
        case .signature(let text):
            begin(.reasoning, &output)
            open?.signature += text
        case .text(let text, let logprobs):
            if !text.isEmpty || logprobs != nil { add(text, logprobs, to: .message, &output) }
        case .call(let number, let id, let name):
            begin(number, ChatToolCall(id: id, name: name, arguments: ""), &output)
        case .arguments(let number, let text): try take(text, of: number, &output)
        case .end: writeEnd(at: elapsed, &output)
        case .usage, .finish, .failure: break
        }
    }

    mutating func writeFailure(_ error: DialectError, to output: inout JSONWriter) -> Bool {
        writeResponse("response.failed", .failed(error), nil, &output)
        return true
    }

    // MARK: Thoughts and texts

    private mutating func add(
        _ text: String,
        _ logprobs: String?,
        to kind: ResponsesItem.Kind,
        _ output: inout JSONWriter
    ) {
        begin(kind, &output)
        open?.text += text
        if let logprobs, let known = open?.logprobs {
            open?.logprobs = known.isEmpty ? logprobs : "\(known),\(logprobs)"
        }
        guard let item = open else { return }
        let name: StaticString =
            kind == .reasoning ? "response.reasoning_summary_text.delta" : "response.output_text.delta"
        writeEvent(name, item, &output) {
            $0.member("delta", text)
            if kind == .message {
                $0.key("logprobs")
                $0.list(logprobs ?? "")
            }
        }
    }

    private mutating func begin(_ kind: ResponsesItem.Kind, _ output: inout JSONWriter) {
        if open?.kind == kind { return }
        endWhole(&output)
        let item = ResponsesItem(kind, index: self.output.count, of: object.stamp)
        open = item
        writeBegin(item, &output)
        let name: StaticString =
            kind == .reasoning ? "response.reasoning_summary_part.added" : "response.content_part.added"
        writeEvent(name, item, &output) {
            $0.key("part")
            item.writePart("", to: &$0)
        }
    }

    // MARK: Calls

    private mutating func begin(_ number: Int, _ call: ChatToolCall, _ output: inout JSONWriter) {
        endWhole(&output)
        let item = ResponsesItem(call, index: self.output.count, of: object.stamp)
        calls.append(Call(number: number, item: item))
        writeBegin(item, &output)
    }

    private mutating func take(_ text: String, of number: Int, _ output: inout JSONWriter) throws(DialectError) {
        guard let place = calls.firstIndex(where: { $0.number == number }) else {
            if text.utf8.allSatisfy(\.isJSONSpace) { return }
            throw .unreadable
        }
        calls[place].item.text += text
        calls[place].balance.take(text)
        writeArguments(text, of: calls[place].item, &output)
    }

    private mutating func writeArguments(_ text: String, of item: ResponsesItem, _ output: inout JSONWriter) {
        writeEvent("response.function_call_arguments.delta", item, &output) { $0.member("delta", text) }
    }

    // MARK: Ends of items

    /// Another begins: what is at hand is whole, and so are the calls whose arguments are.
    private mutating func endWhole(_ output: inout JSONWriter) {
        endOpen(.whole, &output)
        while let place = calls.firstIndex(where: { $0.balance.isClosed }) {
            end(calls.remove(at: place).item, .whole, &output)
        }
    }

    private mutating func endOpen(_ status: ResponsesItem.Status, _ output: inout JSONWriter) {
        guard let item = open else { return }
        open = nil
        let isThought = item.kind == .reasoning
        writeEvent(isThought ? "response.reasoning_summary_text.done" : "response.output_text.done", item, &output) {
            $0.member("text", item.text)
            if !isThought {
                $0.key("logprobs")
                $0.list(item.logprobs)
            }
        }
        writeEvent(
            isThought ? "response.reasoning_summary_part.done" : "response.content_part.done",
            item,
            &output
        ) {
            $0.key("part")
            item.writePart(item.text, to: &$0)
        }
        writeEnd(of: item, status, &output)
    }

    private mutating func end(_ call: ResponsesItem, _ status: ResponsesItem.Status, _ output: inout JSONWriter) {
        var item = call
        if item.text.isEmpty {
            // Clients read the arguments as JSON, and nothing is none.
            item.text = "{}"
            writeArguments(item.text, of: item, &output)
        }
        writeEvent("response.function_call_arguments.done", item, &output) {
            $0.member("name", item.call.name)
            $0.member("arguments", item.text)
        }
        writeEnd(of: item, status, &output)
    }

    // MARK: The response

    private mutating func writeEnd(at elapsed: Seconds, _ output: inout JSONWriter) {
        if self.output.isEmpty { begin(.message, &output) }
        let isCut = progress.reason.incompleteness != nil
        let last = self.output.count - 1
        endOpen(isCut && open?.index == last ? .cut : .whole, &output)
        for call in calls { end(call.item, isCut && call.item.index == last ? .cut : .whole, &output) }
        calls = []
        writeResponse(
            isCut ? "response.incomplete" : "response.completed",
            .ended(progress.reason, at: elapsed),
            progress.usage,
            &output
        )
    }

    private mutating func writeBegin(_ item: ResponsesItem, _ output: inout JSONWriter) {
        if self.output.isEmpty {
            writeResponse("response.created", .inProgress, nil, &output)
            writeResponse("response.in_progress", .inProgress, nil, &output)
        }
        self.output.append([])
        writeItem("response.output_item.added", item, .begun, &output)
    }

    private mutating func writeEnd(
        of item: ResponsesItem,
        _ status: ResponsesItem.Status,
        _ output: inout JSONWriter
    ) {
        var writer = JSONWriter(capacity: item.text.utf8.count + 256)
        item.write(status, to: &writer)
        self.output[item.index] = writer.bytes
        writeItem("response.output_item.done", item, status, &output)
    }

    // MARK: Events

    private mutating func writeResponse(
        _ name: StaticString,
        _ state: ResponsesObject.State,
        _ usage: AnswerUsage?,
        _ output: inout JSONWriter
    ) {
        let (object, items) = (object, self.output.filter { !$0.isEmpty })
        writeEvent(name, &output) {
            $0.key("response")
            object.write(state, items, usage, to: &$0)
        }
    }

    private mutating func writeItem(
        _ name: StaticString,
        _ item: ResponsesItem,
        _ status: ResponsesItem.Status,
        _ output: inout JSONWriter
    ) {
        writeEvent(name, &output) {
            $0.member("output_index", item.index)
            $0.key("item")
            item.write(status, to: &$0)
        }
    }

    /// About a part of an item, or its arguments.
    private mutating func writeEvent(
        _ name: StaticString,
        _ item: ResponsesItem,
        _ output: inout JSONWriter,
        _ members: (inout JSONWriter) -> Void
    ) {
        writeEvent(name, &output) {
            $0.member("item_id", item.id)
            $0.member("output_index", item.index)
            switch item.kind {
            case .reasoning: $0.member("summary_index", 0)
            case .message: $0.member("content_index", 0)
            case .call: break
            }
            members(&$0)
        }
    }

    private mutating func writeEvent(
        _ name: StaticString,
        _ output: inout JSONWriter,
        _ members: (inout JSONWriter) -> Void
    ) {
        output.plain("event: ")
        output.plain(name)
        output.plain("\ndata: ")
        output.openObject()
        output.key("type")
        output.word(name)
        output.member("sequence_number", sequence)
        members(&output)
        output.closeObject()
        output.plain("\n\n")
        sequence += 1
    }
}
