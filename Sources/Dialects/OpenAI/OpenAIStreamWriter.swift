import Fleet

/// Writes the stream of a chat, or of a completion, as OpenAI's clients expect it: every chunk with the same id and time, the
/// role first, the reason to finish in a chunk of its own, then the usage if it was asked for, then `[DONE]`.
struct OpenAIStreamWriter: ChatStreamWriter {
    private let isCompletion: Bool
    private let wantsUsage: Bool
    /// All chunks begin alike, up to the choices.
    private let head: [UInt8]
    private var progress = ChatProgress()
    private var hasBegun = false
    /// Calls that have no arguments so far.
    private var bareCalls: [Int] = []

    init(_ stamp: AnswerStamp, isCompletion: Bool, wantsUsage: Bool) {
        self.isCompletion = isCompletion
        self.wantsUsage = wantsUsage
        var writer = JSONWriter()
        writer.plain("data: ")
        writer.openObject()
        OpenAIAnswerWriter.writeHead(stamp, isCompletion: isCompletion, isChunk: true, to: &writer)
        writer.key("choices")
        head = writer.bytes
    }

    mutating func write(_ event: ChatEvent, to output: inout JSONWriter, at elapsed: Seconds) {
        progress.take(event, at: elapsed)
        switch event {
        case .thinking(let text):
            if !isCompletion { writeDelta(to: &output) { $0.member("reasoning_content", text) } }
        case .text(let text, let logprobs): write(text, logprobs, to: &output)
        case .call(let number, let id, let name):
            bareCalls.append(number)
            writeDelta(to: &output) { Self.writeCall(number, id, name, to: &$0) }
        case .arguments(let number, let text):
            bareCalls.removeAll { $0 == number }
            writeDelta(to: &output) { Self.writeArguments(number, text, to: &$0) }
        case .end: writeEnd(to: &output)
        case .signature, .usage, .finish, .failure: break
        }
    }

    // MARK: Chunks

    private mutating func write(_ text: String, _ logprobs: String?, to output: inout JSONWriter) {
        if isCompletion { return writeChoice(to: &output) { $0.member("text", text) } }
        writeDelta(logprobs, to: &output) { $0.member("content", text) }
    }

    private mutating func writeDelta(
        _ logprobs: String? = nil,
        to output: inout JSONWriter,
        _ members: (inout JSONWriter) -> Void
    ) {
        if isCompletion { return }
        begin(&output)
        writeChoice(to: &output) { writer in
            writer.key("delta")
            writer.object(members)
            if let logprobs { OpenAIAnswerWriter.write(logprobs: logprobs, to: &writer) }
        }
    }

    private mutating func begin(_ output: inout JSONWriter) {
        if hasBegun { return }
        hasBegun = true
        writeDelta(to: &output) {
            $0.member("role", "assistant")
            $0.member("content", "")
        }
    }

    /// - Parameter reason: nil while there is more to come.
    private func writeChoice(
        _ reason: ChatFinish? = nil,
        to output: inout JSONWriter,
        _ members: (inout JSONWriter) -> Void
    ) {
        output.plain(head)
        output.openArray()
        output.openObject()
        output.member("index", 0)
        members(&output)
        output.key("finish_reason")
        if let reason { output.string(reason.openAI) } else { output.null() }
        output.closeObject()
        output.closeArray()
        if wantsUsage { output.null("usage") }
        output.closeObject()
        output.plain("\n\n")
    }

    private mutating func writeEnd(to output: inout JSONWriter) {
        if !isCompletion { begin(&output) }
        // Clients read the arguments as JSON, and nothing is none.
        for number in bareCalls { writeDelta(to: &output) { Self.writeArguments(number, "{}", to: &$0) } }
        writeChoice(progress.reason, to: &output) { writer in
            if isCompletion {
                writer.member("text", "")
            } else {
                writer.key("delta")
                writer.object { _ in }
            }
        }
        if wantsUsage {
            output.plain(head)
            output.array { _ in }
            OpenAIUsage.write(progress.usage, to: &output)
            output.closeObject()
            output.plain("\n\n")
        }
        output.plain("data: [DONE]\n\n")
    }

    // MARK: Calls

    private static func writeCall(_ number: Int, _ id: String, _ name: String, to writer: inout JSONWriter) {
        writer.key("tool_calls")
        writer.array {
            $0.object {
                $0.member("index", number)
                $0.member("id", id)
                $0.member("type", "function")
                $0.key("function")
                $0.object {
                    $0.member("name", name)
                    $0.member("arguments", "")
                }
            }
        }
    }

    private static func writeArguments(_ number: Int, _ text: String, to writer: inout JSONWriter) {
        writer.key("tool_calls")
        writer.array {
            $0.object {
                $0.member("index", number)
                $0.key("function")
                $0.object { $0.member("arguments", text) }
            }
        }
    }
}
