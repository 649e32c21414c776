import Fleet
import HTTPEngine
import Routing
import Storage
import Telemetry

/// What will be kept of one request, filled in on its way. Never what was asked or answered.
///
/// Texts are made of it on the database's thread: here it holds numbers, and references to what others have anyway.
///
/// `@unchecked Sendable`: only the request's loop touches it until it is given to the `TraceStore`, under whose lock it passes;
/// then nobody changes it any more.
final class RequestTrace: Traced, @unchecked Sendable {
    private let id: RequestID
    private let startedAt: LoopTime
    private var client: ClientID?
    private var model: ModelName?
    private var askedAt: Instant?
    private var waited: Seconds?
    private var destination: Destination?
    private var server: Backend?
    private var attempts = 0
    private var outcome: Trace.Outcome?
    private var firstTokenAt: LoopTime?
    private var tokens: (prompt: Int?, output: Int?)
    private var status: UInt16 = 0
    private var duration = LoopSpan(nanoseconds: 0)
    private var ended = WallTime(seconds: 0)

    init(of exchange: Exchange) {
        id = exchange.id
        startedAt = exchange.startedAt
    }

    private typealias WallTime = Telemetry.WallTime

    // MARK: On its way

    /// It could be read, and waits to be placed.
    func asked(_ request: Request) {
        client = request.client
        model = request.models.first
        askedAt = Desk.now
    }

    func placed(_ placement: Placement, _ destination: Destination?) {
        if waited == nil { waited = placement.waited }
        self.destination = destination
    }

    /// An attempt has ended.
    func saw(_ watch: AnswerWatch) {
        firstTokenAt = watch.firstTokenAt
        tokens = watch.tokens
    }

    /// The desk has said how it ends. Where nobody is known to have its model, that is not the end yet.
    func settled(_ outcome: Outcome) {
        self.outcome = Trace.Outcome(outcome)
        stopWaiting()
    }

    /// No backend is asked any more.
    func relayed(_ forwarded: Forwarder.Outcome, _ exchange: Exchange) {
        server = forwarded.backend
        attempts = forwarded.attempts
        outcome = outcome ?? Trace.Outcome(forwarded, status: exchange.status)
    }

    func end(_ exchange: Exchange) {
        status = exchange.status
        duration = EventLoop.clock().since(startedAt)
        ended = SystemTime().wallTime
        if client == nil { client = InferenceTerms.client(of: exchange) }
        stopWaiting()
    }

    /// In line for the first time; who was never placed waited to the end.
    private func stopWaiting() {
        if waited == nil, let askedAt { waited = Desk.now - askedAt }
    }

    // MARK: At its end

    var trace: Trace {
        var trace = Trace(
            request: id.description,
            ended: ended,
            client: client ?? ClientID(hash: 0),
            outcome: outcome ?? .refused,
            status: Int(status)
        )
        trace.model = model
        trace.node = destination?.node ?? server?.upstream.endpoint.host
        trace.backend = destination?.backend ?? server?.upstream.endpoint.authority
        trace.attempts = attempts
        trace.waited = .nanoseconds(Int64((waited ?? .zero).value * 1e9))
        trace.timeToFirstToken = firstTokenAt.map { .nanoseconds(Int64($0.since(startedAt).wholeNanoseconds)) }
        trace.duration = .nanoseconds(Int64(duration.wholeNanoseconds))
        trace.promptTokens = tokens.prompt
        trace.outputTokens = tokens.output
        return trace
    }
}

extension Trace.Outcome {
    /// Nil for a model that nobody is known to have: a backend that does not say what it has may be asked.
    fileprivate init?(_ outcome: Outcome) {
        switch outcome {
        case .completed: self = .completed
        case .failed: self = .failed
        case .cancelled: self = .cancelled
        case .expired: self = .expired
        case .refused(.modelUnknown): return nil
        case .refused: self = .refused
        }
    }

    fileprivate init(_ forwarded: Forwarder.Outcome, status: UInt16) {
        switch forwarded.end {
        // The answer was our own.
        case .complete where forwarded.attempts == 0: self = .refused
        case .complete: self = status < 400 ? .completed : .failed
        case .clientLeft: self = .cancelled
        case .refused: self = .refused
        case .stale, .failed, .declined, .torn: self = .failed
        }
    }
}
