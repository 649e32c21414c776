import Dialects
import HTTPEngine
import Routing

/// Watches an answer go by for the desk: when it began, what it came to, and whether it says itself that it failed.
final class AnswerWatch: AnswerObserver {
    private let desk: Desk
    private let ticket: TicketID
    /// What the client called.
    let call: InferenceCall
    /// The backend's, which is the client's unless somebody translates.
    private var dialect: Dialect
    /// Whoever translates.
    private var interpreter: Interpreter?
    /// The backend's dialect has no words for the request: nothing was sent.
    var isInexpressible = false
    /// Some of the body has gone from the client to the backend, and cannot be sent again.
    var isBodySpent = false
    /// Nil for an answer that holds no JSON, or hides it in a compression.
    private var watcher: AnswerWatcher?
    private var isSuccess = false
    private(set) var hasBegun = false
    /// Nil before, and for an answer in one piece.
    private(set) var firstTokenAt: LoopTime?

    init(_ desk: Desk, _ ticket: TicketID, _ call: InferenceCall) {
        self.desk = desk
        self.ticket = ticket
        self.call = call
        dialect = call.dialect
    }

    /// What will go by is not what the client gets.
    func translates(_ interpreter: Interpreter) {
        dialect = interpreter.dialect
        self.interpreter = interpreter
    }

    func headArrived(_ head: ResponseHead) {
        isSuccess = 200..<300 ~= head.status
        guard head.value(.contentEncoding) == nil, let type = head.value(.contentType) else { return }
        watcher = AnswerForm(contentType: head.bytes.span.extracting(type.range)).map { AnswerWatcher(dialect, $0) }
    }

    func dataArrived(_ data: Span<UInt8>) {
        if data.isEmpty { return }
        watcher?.read(data)
        if hasBegun { return }
        // In a stream, signs of life may come before the answer. An answer in one piece begins when it ends: that says nothing
        // of its first token.
        if let watcher, watcher.form != .whole {
            hasBegun = watcher.hasBegun
            if hasBegun {
                firstTokenAt = EventLoop.clock()
                desk.firstToken(ticket)
            }
        } else {
            hasBegun = true
        }
    }

    /// The end of a stream that was torn, in the client's language; nil for an answer that is no stream.
    func lastWords(_ failure: Failure, of exchange: Exchange) -> [UInt8]? {
        guard let watcher, watcher.form != .whole, !watcher.isComplete else { return nil }
        let error = DialectError(failure.status, failure.text, requestID: exchange.id.description)
        if let interpreter { return interpreter.lastWords(error) }
        return error.frame(for: call, isBetweenFrames: isBetweenFrames)
    }

    var isBetweenFrames: Bool { watcher.map { $0.form != .whole && $0.isBetweenFrames } ?? false }

    /// What came in good order has not the end that its dialect has for it. Of what is no text there is no telling.
    var isCutShort: Bool {
        guard isSuccess, let watcher, !watcher.hasError, call.generates || watcher.form == .whole else { return false }
        return !watcher.hasFinished
    }

    /// The backend has ended its answer in good order, but what it says in it is that it failed, or the last of it is missing.
    var saysThatItFailed: Bool {
        watcher?.hasError == true || isCutShort
    }

    /// As the backend counts them; of a stream that did not come to its end, the pieces that came.
    var tokens: (prompt: Int?, output: Int?) {
        guard let watcher else { return (nil, nil) }
        return (
            watcher.usage.promptTokens,
            watcher.usage.outputTokens ?? (watcher.form == .whole ? nil : watcher.contentFrames)
        )
    }

    var usage: Usage {
        guard let watcher else { return Usage(outputTokens: 0) }
        let seen = watcher.usage
        var usage = Usage(outputTokens: seen.outputTokens ?? watcher.contentFrames)
        usage.promptTokens = seen.promptTokens
        usage.cachedTokens = seen.cachedTokens
        usage.prefill = seen.prefillTime
        usage.load = seen.loadTime
        return usage
    }
}
