import Fleet

/// Writes the stream of a chat, or of a generation, as Ollama's clients expect it: an object a line, calls whole, and the
/// counts and times in the last.
struct OllamaStreamWriter: ChatStreamWriter {
    private struct Call {
        let number: Int
        var call: ChatToolCall
        var balance = JSONBalance()
    }

    private static let waitingMax = 16 << 20

    private let stamp: AnswerStamp
    private let isGenerate: Bool
    private var progress = ChatProgress()
    /// Those that are not yet whole, and what is behind them.
    private var calls: [Call] = []
    private var waitingBytes = 0

    init(_ stamp: AnswerStamp, isGenerate: Bool) {
        self.stamp = stamp
        self.isGenerate = isGenerate
    }

    mutating func write(_ event: ChatEvent, to output: inout JSONWriter, at elapsed: Seconds) throws(DialectError) {
        progress.take(event, at: elapsed)
        switch event {
        case .thinking(let text): writeLine(thinking: text, to: &output, at: elapsed)
        case .text(let text, let logprobs): writeLine(text, logprobs: logprobs, to: &output, at: elapsed)
        case .call(let number, let id, let name):
            calls.append(Call(number: number, call: ChatToolCall(id: id, name: name, arguments: "")))
        case .arguments(let number, let text):
            try take(text, of: number)
            while let first = calls.first, first.balance.isClosed { try writeFirstCall(to: &output, at: elapsed) }
        case .end:
            while !calls.isEmpty { try writeFirstCall(to: &output, at: elapsed) }
            writeEnd(to: &output, at: elapsed)
        case .signature, .usage, .finish, .failure: break
        }
    }

    // MARK: Calls

    private mutating func take(_ text: String, of number: Int) throws(DialectError) {
        waitingBytes += text.utf8.count
        if waitingBytes > Self.waitingMax { throw .tooLarge }
        if let place = calls.firstIndex(where: { $0.number == number }) {
            calls[place].call.arguments += text
            calls[place].balance.take(text)
        } else if !text.utf8.allSatisfy(\.isJSONSpace) {
            throw .unreadable
        }
    }

    private mutating func writeFirstCall(to output: inout JSONWriter, at elapsed: Seconds) throws(DialectError) {
        let first = calls.removeFirst()
        waitingBytes -= first.call.arguments.utf8.count
        guard let arguments = first.call.object else {
            // The answer reached its limit in the middle of it: it is left out, like the words that did not come.
            if progress.reason == .length { return }
            throw .badArguments
        }
        writeLine(to: &output, at: elapsed) { writer in
            writer.key("tool_calls")
            writer.array { OllamaAnswerWriter.write(first.call, first.number, arguments, to: &$0) }
        }
    }

    // MARK: Lines

    /// - Parameter members: of the message, or of the object itself in a generation, which has none.
    private func writeLine(
        _ text: String = "",
        thinking: String? = nil,
        logprobs: String? = nil,
        to output: inout JSONWriter,
        at elapsed: Seconds,
        _ members: (inout JSONWriter) -> Void = { _ in }
    ) {
        let answer = OllamaAnswerWriter(stamp: stamp, isGenerate: isGenerate)
        output.object { writer in
            answer.writeHead(to: &writer, at: elapsed)
            answer.writeMessage(to: &writer, text, thinking: thinking, members)
            writer.member("done", false)
            if let logprobs {
                writer.key("logprobs")
                writer.list(logprobs)
            }
        }
        output.plain("\n")
    }

    private func writeEnd(to output: inout JSONWriter, at elapsed: Seconds) {
        let answer = OllamaAnswerWriter(stamp: stamp, isGenerate: isGenerate)
        output.object { writer in
            answer.writeHead(to: &writer, at: elapsed)
            answer.writeMessage(to: &writer, "", thinking: nil) { _ in }
            answer.writeEnd(progress.reason, progress.usage, first: progress.firstToken, at: elapsed, to: &writer)
        }
        output.plain("\n")
    }
}
