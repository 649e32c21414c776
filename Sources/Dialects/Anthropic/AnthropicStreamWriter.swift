import Fleet

/// Writes the stream of a message as Anthropic's clients expect it: the message begins, its blocks come one after the other,
/// each begun and ended, then why it stopped and what it cost, then the end.
///
/// Blocks may not be interleaved, and OpenAI's calls may. So of a call that begins before the one at hand is whole, the
/// pieces wait; as calls are nearly always told one after the other, nearly none ever does.
struct AnthropicStreamWriter: ChatStreamWriter {
    private enum Block: Equatable {
        case thinking, text
        case call(Int)
    }

    private struct Waiting {
        let number: Int
        var call: ChatToolCall
    }

    private static let waitingMax = 16 << 20

    private let stamp: AnswerStamp
    private var progress = ChatProgress()
    private var hasBegun = false
    private var open: Block?
    /// Of the block at hand, or the next.
    private var index = 0
    /// Of the call at hand.
    private var balance = JSONBalance()
    private var waiting: [Waiting] = []
    private var waitingBytes = 0

    init(_ stamp: AnswerStamp) {
        self.stamp = stamp
    }

    mutating func write(_ event: ChatEvent, to output: inout JSONWriter, at elapsed: Seconds) throws(DialectError) {
        progress.take(event, at: elapsed)
        switch event {
        case .thinking(let text):
            begin(.thinking, &output)
            writeDelta("thinking_delta", "thinking", text, to: &output)
        case .signature(let text):
            begin(.thinking, &output)
            writeDelta("signature_delta", "signature", text, to: &output)
        case .text(let text, _):
            if text.isEmpty { return }
            begin(.text, &output)
            writeDelta("text_delta", "text", text, to: &output)
        case .call(let number, let id, let name):
            try begin(number, ChatToolCall(id: id, name: name, arguments: ""), &output)
        case .arguments(let number, let text):
            try take(text, of: number, &output)
        case .end:
            endCalls(&output)
            writeEnd(to: &output)
        case .usage, .finish, .failure: break
        }
    }

    // MARK: Blocks

    private mutating func begin(_ block: Block, _ output: inout JSONWriter) {
        if open == block { return }
        endCalls(&output)
        endBlock(&output)
        beginMessage(&output)
        open = block
        writeBlockStart(to: &output) {
            if block == .text {
                $0.member("type", "text")
                $0.member("text", "")
            } else {
                $0.member("type", "thinking")
                $0.member("thinking", "")
                $0.member("signature", "")
            }
        }
    }

    private mutating func endBlock(_ output: inout JSONWriter) {
        guard open != nil else { return }
        open = nil
        Self.writeEvent("content_block_stop", to: &output) { $0.member("index", index) }
        index += 1
    }

    // MARK: Calls

    private mutating func begin(_ number: Int, _ call: ChatToolCall, _ output: inout JSONWriter) throws(DialectError) {
        if case .call = open, !balance.isClosed {
            try hold(call.id.utf8.count + call.name.utf8.count)
            waiting.append(Waiting(number: number, call: call))
            return
        }
        endBlock(&output)
        beginMessage(&output)
        beginBlock(number, call, &output)
    }

    private mutating func beginBlock(_ number: Int, _ call: ChatToolCall, _ output: inout JSONWriter) {
        open = .call(number)
        balance = JSONBalance()
        writeBlockStart(to: &output) {
            $0.member("type", "tool_use")
            $0.member("id", call.id)
            $0.member("name", call.name)
            $0.key("input")
            $0.object { _ in }
        }
        if !call.arguments.isEmpty { write(call.arguments, &output) }
    }

    private mutating func write(_ arguments: String, _ output: inout JSONWriter) {
        balance.take(arguments)
        writeDelta("input_json_delta", "partial_json", arguments, to: &output)
    }

    private mutating func take(_ text: String, of number: Int, _ output: inout JSONWriter) throws(DialectError) {
        if open == .call(number) {
            write(text, &output)
            while balance.isClosed, !waiting.isEmpty { beginWaiting(&output) }
        } else if let place = waiting.firstIndex(where: { $0.number == number }) {
            try hold(text.utf8.count)
            waiting[place].call.arguments += text
        } else if !text.utf8.allSatisfy(\.isJSONSpace) {
            throw .unreadable
        }
    }

    private mutating func hold(_ count: Int) throws(DialectError) {
        waitingBytes += count
        if waitingBytes > Self.waitingMax { throw .tooLarge }
    }

    private mutating func beginWaiting(_ output: inout JSONWriter) {
        let next = waiting.removeFirst()
        endBlock(&output)
        beginBlock(next.number, next.call, &output)
    }

    /// No piece of a call can follow any more.
    private mutating func endCalls(_ output: inout JSONWriter) {
        while !waiting.isEmpty { beginWaiting(&output) }
    }

    // MARK: The message

    private mutating func beginMessage(_ output: inout JSONWriter) {
        if hasBegun { return }
        hasBegun = true
        Self.writeEvent("message_start", to: &output) {
            $0.key("message")
            $0.object { writer in
                AnthropicAnswerWriter.writeHead(stamp, to: &writer)
                writer.key("content")
                writer.array { _ in }
                writer.null("stop_reason")
                writer.null("stop_sequence")
                AnthropicUsage.write(progress.usage, estimate: stamp.promptTokens, to: &writer)
            }
        }
    }

    private mutating func writeEnd(to output: inout JSONWriter) {
        beginMessage(&output)
        endBlock(&output)
        let reason = progress.reason
        Self.writeEvent("message_delta", to: &output) { writer in
            writer.key("delta")
            writer.object { AnthropicAnswerWriter.write(reason, to: &$0) }
            AnthropicUsage.write(progress.usage, estimate: stamp.promptTokens, to: &writer)
        }
        Self.writeEvent("message_stop", to: &output) { _ in }
    }

    // MARK: Events

    private func writeBlockStart(to output: inout JSONWriter, _ block: (inout JSONWriter) -> Void) {
        Self.writeEvent("content_block_start", to: &output) {
            $0.member("index", index)
            $0.key("content_block")
            $0.object(block)
        }
    }

    private func writeDelta(
        _ type: StaticString,
        _ key: StaticString,
        _ text: String,
        to output: inout JSONWriter
    ) {
        Self.writeEvent("content_block_delta", to: &output) {
            $0.member("index", index)
            $0.key("delta")
            $0.object {
                $0.key("type")
                $0.word(type)
                $0.member(key, text)
            }
        }
    }

    private static func writeEvent(
        _ type: StaticString,
        to output: inout JSONWriter,
        _ members: (inout JSONWriter) -> Void
    ) {
        output.plain("event: ")
        output.plain(type)
        output.plain("\ndata: ")
        output.openObject()
        output.key("type")
        output.word(type)
        members(&output)
        output.closeObject()
        output.plain("\n\n")
    }
}
