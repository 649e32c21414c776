/// Watches an answer that is passed through: when it really begins, what it cost, and whether it came to its end.
///
/// It sees the bytes as they come, after transfer coding, and changes none. What keeps a connection warm is no beginning: not a
/// comment, a ping, or an empty text with a role. Thoughts and calls of tools are. An end is what the dialect says it is; an
/// answer that just stops has none. Texts are neither decoded nor kept.
package struct AnswerWatcher: Sendable {
    package let dialect: Dialect
    package let form: AnswerForm
    /// The first token has come, or the whole answer.
    package private(set) var hasBegun = false
    /// Frames that brought text, thoughts or calls.
    package private(set) var contentFrames = 0
    package private(set) var usage = AnswerUsage()
    /// The proper end has come.
    package private(set) var isComplete = false
    /// The proper end has come, or was announced: some servers that speak OpenAI's language leave it at saying why they end.
    package var hasFinished: Bool { isComplete || hasReason }
    /// There was an error in the place of an answer. Whether an end followed does not matter then.
    package private(set) var hasError = false

    private var scanner: AnswerScanner
    private var hasContent = false
    private var isLast = false
    private var hasReason = false

    package init(_ dialect: Dialect, _ form: AnswerForm) {
        self.dialect = dialect
        self.form = form
        scanner = AnswerScanner(form)
    }

    /// Something written now would not land inside of a frame.
    package var isBetweenFrames: Bool { !scanner.isFrameOpen }

    /// - Parameter bytes: those that follow what was read before.
    package mutating func read(_ bytes: Span<UInt8>) {
        var index = 0
        while true {
            switch scanner.next(in: bytes, from: &index) {
            case .needMore: return
            case .text: takeText()
            case .object: takeObject()
            case .word: take(scanner.word)
            case .number: usage.take(scanner.value, scanner.key, in: scanner.path, dialect)
            case .true: if dialect == .ollama, scanner.key == .done, scanner.path == .root { isLast = true }
            case .root: (hasContent, isLast) = (false, false)
            case .frame: endFrame()
            case .doneMark: isComplete = isComplete || dialect == .openAI
            }
        }
    }

    // MARK: What the steps mean

    private mutating func endFrame() {
        if form == .whole {
            isComplete = true
            hasBegun = !hasError
            return
        }
        if hasContent { contentFrames += 1 }
        isComplete = isComplete || isLast
    }

    private mutating func begin() {
        if form == .whole { return }
        hasContent = true
        hasBegun = true
    }

    @inline(__always)
    private mutating func takeText() {
        if isContent(scanner.key, in: scanner.path) {
            begin()
        } else if scanner.key == .error, scanner.path == .root {
            hasError = true
        } else if scanner.key == .finishReason, scanner.path == .choice, dialect == .openAI {
            hasReason = true
        }
    }

    /// Where a dialect puts what the model says.
    @inline(__always)
    private func isContent(_ key: AnswerKey, in path: AnswerPath) -> Bool {
        switch (dialect, key) {
        case (.ollama, .content): path == .message
        case (.ollama, .thinking): path == .message || path == .root
        case (.ollama, .response): path == .root
        case (.openAI, .content), (.openAI, .reasoning), (.openAI, .reasoningContent), (.openAI, .refusal):
            path == .choiceDelta
        case (.openAI, .text): path == .choice
        case (.openAI, .delta): path == .root
        case (.anthropic, .text), (.anthropic, .thinking), (.anthropic, .partialJSON): path == .delta
        default: false
        }
    }

    private mutating func takeObject() {
        let path = scanner.path
        switch dialect {
        case .ollama where path == .message.to(.toolCalls).to(.none): begin()
        case .openAI where path == .choiceDelta.to(.toolCalls).to(.none): begin()
        case .openAI where path == .choiceDelta.to(.functionCall): begin()
        default: if path == .root.to(.error) { hasError = true }
        }
    }

    private mutating func take(_ word: AnswerWord) {
        if scanner.path == .root.to(.contentBlock), word == .toolUse, dialect == .anthropic { begin() }
        guard scanner.path == .root else { return }
        switch (dialect, word) {
        case (.openAI, .completed), (.openAI, .incomplete), (.anthropic, .messageStop): isLast = form == .events
        case (.openAI, .error), (.openAI, .failed), (.anthropic, .error): hasError = true
        default: break
        }
    }
}

extension AnswerPath {
    @inline(__always) fileprivate static var message: AnswerPath { root.to(.message) }
    @inline(__always) fileprivate static var delta: AnswerPath { root.to(.delta) }
    @inline(__always) fileprivate static var choice: AnswerPath { root.to(.choices).to(.none) }
    @inline(__always) fileprivate static var choiceDelta: AnswerPath { choice.to(.delta) }
}
