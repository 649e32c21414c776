import Dialects
import Fleet
import HTTPEngine
import Telemetry

/// Serves a client of one dialect from a backend of another: the translators of `Dialects`, where the relay needs them.
///
/// One attempt's: another backend may speak another dialect. It is made with the request already translated, so that what
/// cannot be said to the backend is known before anything is sent.
final class Interpreter: AnswerRewriter {
    /// The backend's.
    let dialect: Dialect
    let dropped: DroppedFields
    let path: String
    let fields: [UInt8]
    let key: [UInt8]
    /// Until the backend answers; by then it has all of it.
    private(set) var body: [ArraySlice<UInt8>]
    private let isStreamed: Bool
    /// The client's.
    private let call: InferenceCall
    private let id: String
    private let translation: Translation
    private var stream: StreamTranslation
    private let startedAt = EventLoop.clock()

    /// - Throws: what this backend has no words for.
    init(
        _ exchange: Exchange,
        _ inference: InferenceRequest,
        _ body: [UInt8],
        _ destination: Destination
    ) throws(DialectError) {
        let call = inference.call
        guard let dialect = call.translation(for: destination.known) else {
            throw DialectError(400, "The backend knows neither \(call.path) nor anything it could be translated to")
        }
        let id = exchange.id.description
        let now = SystemTime().wallTime
        let stamp = AnswerStamp(
            id: id,
            created: now.seconds * 1_000_000_000 + Int64(now.nanoseconds),
            model: destination.isCalled(inference.models.first) ? inference.model : destination.model,
            promptTokens: inference.promptTokens
        )
        let traits = TargetTraits(destination.kind)
        var translation = try Translation(from: call, to: dialect, traits: traits, stamp: stamp)
        let texts = LargeTexts(body, secret: .random(in: .min ... .max))
        let said = texts?.reduced ?? body
        let request = try translation.request(said.span, model: destination.model, isWhole: texts == nil)
        self.dialect = dialect
        self.id = id
        self.translation = translation
        self.call = call
        dropped = request.dropped
        path = request.path
        self.body = texts?.restored(in: request.body) ?? [request.body[...]]
        isStreamed = request.isStreamed
        stream = translation.stream()
        fields = TranslatedFields.own(for: dialect)
        key = TranslatedFields.key(exchange.request, for: dialect)
    }

    func keeps(_ field: HeadField, of head: RequestHead) -> Bool { TranslatedFields.keeps(field, of: head) }

    // MARK: Streams

    var streamType: String? { isStreamed ? call.streamType : nil }

    func read(_ data: Span<UInt8>) {
        body = []
        stream.read(data, at: elapsed)
    }

    func finish() {
        stream.finish(at: elapsed)
    }

    var output: [UInt8] { stream.output }

    /// The end of a stream that was torn; nil when it has one.
    func lastWords(_ error: DialectError) -> [UInt8]? {
        if stream.isOver { return nil }
        stream.finish(at: elapsed, torn: error)
        return stream.output
    }

    var progress: RewrittenStream {
        if let failure = stream.failure { return .failed(held(failure)) }
        return stream.isComplete ? .complete : .going
    }

    private var elapsed: Seconds { Seconds(Double(EventLoop.clock().since(startedAt).nanoseconds) / 1e9) }

    // MARK: Answers in one piece

    func rewrite(_ answer: HeldAnswer) -> HeldAnswer {
        body = []
        if answer.isOfOurKey { return answer }
        if answer.isCut, 200..<300 ~= answer.status {
            return held(DialectError(502, "The backend's answer is too large to be translated"))
        }
        if answer.isOfOurKey || answer.status == 401 || answer.status == 403 {
            return held(DialectError(502, "The backend refused the request: it wants another key than it was given"))
        }
        let told = translation.answer(status: answer.status, answer.body.span, at: elapsed)
        var held = HeldAnswer(told.status, "application/json", told.body)
        held.retryAfter = answer.retryAfter
        return held
    }

    private func held(_ error: DialectError) -> HeldAnswer {
        var error = error
        error.requestID = id
        return HeldAnswer(error.status, "application/json", error.body(in: call.dialect))
    }
}

extension HeldAnswer {
    /// Our own refusal, in the client's dialect.
    init(_ error: DialectError, of exchange: Exchange, to dialect: Dialect) {
        var error = error
        error.requestID = exchange.id.description
        self.init(error.status, "application/json", error.body(in: dialect))
    }
}
