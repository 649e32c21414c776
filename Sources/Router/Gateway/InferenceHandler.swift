import Dialects
import Fleet
import HTTPEngine
import Routing

/// Serves a request for inference: reads what it needs, has the desk place it, sends it there, and tells the desk what became
/// of it, until an answer has gone out or there is nobody left to ask.
struct InferenceHandler: Sendable {
    /// How it ended, for who tells the client and the log.
    struct Conclusion {
        var end: Ending
        var destination: Destination?
        var attempts = 0
        /// The number of its record; nil when it was refused before it had one.
        var record: Int?

        enum Ending {
            case relayed(RelayEnd)
            case refused(Failure)
            /// No backend that says what it has has the model.
            case unknown(RequestBody, Failure)
        }

        /// What the client gets is what a backend said.
        var isAnsweredByBackend: Bool {
            switch end {
            case .relayed(.complete), .relayed(.torn), .relayed(.declined): true
            case .relayed, .refused, .unknown: false
            }
        }
    }

    let desk: Desk
    let bodyMax: Int
    /// For requests that name none.
    let defaultModel: String?
    /// What a request means depends on its body, also where no backend has said what it has.
    let readsEverything: Bool
    private let residence: ResidenceHandler
    private let signs: WaitingSign.Terms?

    init(desk: Desk, loader: ModelLoader, bodyMax: Int, defaultModel: String?, signs: WaitingSign.Terms?) {
        self.desk = desk
        self.bodyMax = bodyMax
        self.defaultModel = defaultModel
        self.signs = signs
        readsEverything = defaultModel != nil || desk.hasAliases
        residence = ResidenceHandler(desk: desk, loader: loader)
    }

    func serve(_ exchange: Exchange, _ call: InferenceCall, _ trace: RequestTrace?) async -> Conclusion {
        let body: [UInt8]
        let inference: InferenceRequest
        let request: Request
        do throws(Refused) {
            if let failure = Failure(compressed: exchange) { throw Refused(failure) }
            let terms = try terms(exchange)
            if call.takesForms, !exchange.sendsJSON {
                (body, inference) = try await readForm(exchange, call, terms)
            } else {
                body = try await collect(exchange)
                inference = try read(call, body, terms)
            }
            request = Request(inference, terms, bytes: body.count, at: Desk.now)
        } catch {
            return Conclusion(end: error.ending)
        }
        trace?.asked(request)
        if inference.purpose != .answer {
            let conclusion = await residence.serve(exchange, inference, request, body)
            if case .relayed(.complete) = conclusion.end { trace?.settled(.completed) }
            return conclusion
        }
        if let signs, let sign = WaitingSign(inference) {
            exchange.keepOpen(with: sign, after: signs.after, every: signs.interval)
        }
        let conclusion = await place(exchange, inference, request, body, trace)
        if call.kind == .tokenCount, conclusion.isWithoutCount {
            return await estimate(exchange, inference, conclusion, trace)
        }
        return conclusion
    }

    // MARK: Reading

    struct Refused: Error {
        var ending: Conclusion.Ending

        init(ending: Conclusion.Ending) { self.ending = ending }
        init(_ failure: Failure) { ending = .refused(failure) }
        init(_ refusal: RequestRefusal) { self.init(Failure(refusal.status, refusal.text)) }
        init(_ fault: BodyFault) { ending = .relayed(fault == .left ? .clientLeft : .refused(fault)) }
    }

    func collect(_ exchange: Exchange) async throws(Refused) -> [UInt8] {
        do throws(BodyFault) {
            switch try await exchange.collectBody(upTo: bodyMax) {
            case .none: return []
            case .whole(let bytes): return bytes
            case .begun: throw BodyFault.tooLarge(max: UInt64(bodyMax))
            }
        } catch {
            throw Refused(error)
        }
    }

    func read(
        _ call: InferenceCall,
        _ body: [UInt8],
        _ terms: InferenceTerms
    ) throws(Refused) -> InferenceRequest {
        do throws(RequestRefusal) {
            return try InferenceRequest(call, body: body.span, session: terms.session, defaultModel: defaultModel)
        } catch {
            throw Refused(error)
        }
    }

    func terms(_ exchange: Exchange) throws(Refused) -> InferenceTerms {
        do throws(InferenceTerms.Fault) {
            return try InferenceTerms(exchange)
        } catch {
            throw Refused(Failure(400, error.text))
        }
    }

    // MARK: Placing

    private func place(
        _ exchange: Exchange,
        _ inference: InferenceRequest,
        _ request: Request,
        _ body: [UInt8],
        _ trace: RequestTrace?
    ) async -> Conclusion {
        let waiter = Desk.Waiter(of: exchange)
        var conclusion = Conclusion(end: .relayed(.clientLeft))
        var (ticket, next, record) = desk.submit(request, waiter)
        conclusion.record = record
        while true {
            if next == nil {
                if inference.call.kind == .tokenCount { return unplaced(conclusion, ticket) }
                next = await waiter.wait()
            }
            guard let step = next else {
                desk.cancel(ticket)
                conclusion.end = .relayed(.clientLeft)
                return conclusion
            }
            switch step {
            case .end(let outcome):
                trace?.settled(outcome)
                let isUnknown = outcome == .refused(.modelUnknown)
                let meaning = isUnknown ? desk.meaning(of: inference) : inference.model
                if let failure = Failure(outcome, inference.model, meaning: meaning, inference.call) {
                    let body = exchange.sending(inference.body(body, as: meaning))
                    conclusion.end = isUnknown ? .unknown(body, failure) : .refused(failure)
                }
                return conclusion
            case .go(let placement, let destination):
                conclusion.destination = destination
                trace?.placed(placement, destination)
                let watch = AnswerWatch(desk, ticket, inference.call)
                var end = await attempt(exchange, inference, body, placement, destination, watch)
                if isNewsOfWords(end, inference.call, destination) {
                    end = await attempt(exchange, inference, body, placement, destination, watch)
                }
                conclusion.attempts += 1
                trace?.saw(watch)
                conclusion.end = .relayed(end)
                if case .torn(let fault) = end {
                    let words = watch.lastWords(Failure(tearing: fault), of: exchange)
                    if let words { exchange.addLastWords(words.span) }
                }
                guard let result = AttemptResult(end, status: exchange.status, watch) else {
                    desk.cancel(ticket)
                    return conclusion
                }
                next = desk.settle(ticket, result, waiter)
                if watch.isBodySpent, !next.isEnd {
                    desk.cancel(ticket)
                    return conclusion
                }
            }
        }
    }

    /// A server turns out not to know what those of its kind do: it is asked in other words, now and from now on.
    private func isNewsOfWords(_ end: RelayEnd, _ call: InferenceCall, _ destination: Destination?) -> Bool {
        guard case .declined(let held) = end, held.isOfUnknownPath, [.responses, .messages].contains(call.kind),
            let destination, !destination.known.isDisjoint(with: call.asItStands),
            call.translation(for: destination.known) != nil
        else { return false }
        destination.server.note(lacking: call.asItStands)
        return true
    }

    private func attempt(
        _ exchange: Exchange,
        _ inference: InferenceRequest,
        _ body: [UInt8],
        _ placement: Placement,
        _ destination: Destination?,
        _ watch: AnswerWatch
    ) async -> RelayEnd {
        guard let destination else { return .failed(.unreachable("it has not said where it is")) }
        let plan: RelayPlan
        do throws(DialectError) {
            plan = try prepare(exchange, inference, body, placement, destination, watch)
        } catch {
            watch.isInexpressible = true
            exchange.ownFields = AnswerFields.unserved(attempts: placement.attempt)
            return .declined(HeldAnswer(error, of: exchange, to: inference.call.dialect))
        }
        let sending = exchange.sending(body)
        let isWhole = exchange.isBodyRead
        var sent = 0
        destination.server.begin()
        let end = await destination.server.upstream.serve(exchange, sending, plan, sent: &sent)
        destination.server.end()
        watch.isBodySpent = !isWhole && sent > 0
        return end
    }

    /// What is sent there, and who looks at the answer. Where the backend knows what the client called, the client's own bytes.
    private func prepare(
        _ exchange: Exchange,
        _ inference: InferenceRequest,
        _ body: [UInt8],
        _ placement: Placement,
        _ destination: Destination,
        _ watch: AnswerWatch
    ) throws(DialectError) -> RelayPlan {
        var plan = RelayPlan()
        plan.observer = watch
        plan.withholdsRefusals = true
        var dropped: [UInt8] = []
        if destination.known.isDisjoint(with: inference.call.asItStands) {
            let interpreter = try Interpreter(exchange, inference, body, destination)
            plan.rewriter = interpreter
            dropped = AnswerFields.bytes(dropped: interpreter.dropped)
            watch.translates(interpreter)
        } else {
            plan.pieces = inference.pieces(of: body, for: destination, context: placement.context)
        }
        exchange.ownFields = AnswerFields.bytes(
            destination,
            attempt: placement.attempt,
            waited: placement.waited,
            asked: inference.models.first
        )
        if !dropped.isEmpty { exchange.ownFields += dropped }
        return plan
    }
}
