import Dialects
import Fleet
import HTTPEngine
import Routing

/// Serves requests for inference: reads what placing them needs, and sees each on its way.
struct InferenceHandler: Sendable {
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
        let errand: Errand
        do throws(Refused) {
            if let failure = Failure(compressed: exchange) { throw Refused(failure) }
            errand = try await read(exchange, call, trace)
        } catch {
            return Conclusion(end: error.ending)
        }
        if errand.inference.purpose != .answer { return await serveResidence(exchange, errand, trace) }
        await errand.run()
        if call.kind == .tokenCount, errand.conclusion.isWithoutCount { await estimate(exchange, errand, trace) }
        return errand.conclusion
    }

    @inline(never)
    private func serveResidence(_ exchange: Exchange, _ errand: Errand, _ trace: RequestTrace?) async -> Conclusion {
        let conclusion = await residence.serve(exchange, errand)
        if case .relayed(.complete) = conclusion.end { trace?.settled(.completed) }
        return conclusion
    }

    // MARK: Reading

    struct Refused: Error {
        let ending: Conclusion.Ending

        init(ending: Conclusion.Ending) { self.ending = ending }
        init(_ failure: Failure) { ending = .refused(failure) }
        init(_ refusal: RequestRefusal) { self.init(Failure(refusal.status, refusal.text)) }
        init(_ fault: BodyFault) { ending = .relayed(fault == .left ? .clientLeft : .refused(fault)) }
    }

    @inline(never)
    private func read(
        _ exchange: Exchange,
        _ call: InferenceCall,
        _ trace: RequestTrace?
    ) async throws(Refused) -> Errand {
        if call.takesForms, !exchange.sendsJSON { return try await readForm(exchange, call, trace) }
        return try errand(exchange, call, await collect(exchange), trace)
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

    /// Not inlined: what reading needs for a moment would be kept room for in every open stream.
    @inline(never)
    private func errand(
        _ exchange: Exchange,
        _ call: InferenceCall,
        _ body: [UInt8],
        _ trace: RequestTrace?
    ) throws(Refused) -> Errand {
        let terms = try terms(exchange)
        return errand(exchange, try read(call, body, terms), terms, body, trace)
    }

    @inline(never)
    func errand(
        _ exchange: Exchange,
        _ inference: InferenceRequest,
        _ terms: InferenceTerms,
        _ body: [UInt8],
        _ trace: RequestTrace?
    ) -> Errand {
        let request = Request(inference, terms, bytes: body.count, at: Desk.now)
        trace?.asked(request)
        if inference.purpose == .answer, let signs, let sign = WaitingSign(inference) {
            exchange.keepOpen(with: sign, after: signs.after, every: signs.interval)
        }
        return Errand(exchange, inference, request, body, desk, trace)
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
}
