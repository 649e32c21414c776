import Dialects
import HTTPEngine
import Telemetry

/// Every request's way through the router: what is ours is answered here, everything else goes to a backend.
///
/// An object, because every open stream keeps several frames of its methods: each holds one reference instead of a copy.
final class Gateway: Sendable {
    private let guardian: PageGuard
    private let forwarder: Forwarder
    private let inference: InferenceHandler
    private let models: ModelHandler
    private let backends: KnownBackends
    private let fleet: FleetPages
    private let orders: FleetOrderPages
    private let receipts: ReceiptPages
    private let metrics: RouterMetrics
    private let keeping: Keeping?
    private let log: Logger
    private let uploadMax: UInt64

    init(
        guardian: PageGuard,
        forwarder: Forwarder,
        inference: InferenceHandler,
        models: ModelHandler,
        backends: KnownBackends,
        fleet: FleetPages,
        orders: FleetOrderPages,
        status: StatusPage,
        metrics: RouterMetrics,
        keeping: Keeping?,
        log: Logger,
        uploadMax: UInt64
    ) {
        self.guardian = guardian
        self.forwarder = forwarder
        self.inference = inference
        self.models = models
        self.backends = backends
        self.fleet = fleet
        self.orders = orders
        receipts = ReceiptPages(inference, backends, status, fleet.enrolment)
        self.metrics = metrics
        self.keeping = keeping
        self.log = log
        self.uploadMax = uploadMax
    }

    func handle(_ exchange: Exchange) async {
        let route = Route(exchange.request)
        if !guardian.admits(exchange, route) {
            await guardian.answer(exchange)
        } else if route.isPassedOn {
            await forward(exchange, route)
        } else {
            await answer(exchange, route)
        }
        metrics.count(exchange, route)
    }

    /// What the router answers itself, unless it is asked in a way that it does not know.
    // Not inlined, as others below: what it needs for a moment would be kept room for in every open stream.
    @inline(never)
    private func answer(_ exchange: Exchange, _ route: Route) async {
        let method = exchange.method
        let reads = method == .get || method == .head
        switch route {
        case .root where reads: await exchange.respond(200, text: "Herd is running")
        case .healthz where reads: await exchange.respond(200, text: "ok")
        case .readyz where reads: await answerReadiness(exchange)
        case .metrics where reads: await answerMetrics(exchange)
        case .fleetHeartbeat: await fleet.takeHeartbeat(exchange)
        case .fleetBackends, .fleetBackend, .fleetNode: await orders.serve(exchange, route)
        case .fleetRoute, .fleetRequests, .fleetRequest, .fleetQueue, .fleetNodes, .fleetStatus, .fleetOther:
            await receipts.show(exchange, route)
        case .apiTags, .apiPs, .apiVersion, .apiShow, .v1Models, .v1Model,
            .apiPull, .apiPush, .apiCreate, .apiCopy, .apiDelete, .apiBlobs:
            await serveModels(exchange, route)
        case .v1Response where backends.all.count > 1: await Failure.keptResponse.send(to: exchange)
        default: await forward(exchange, route)
        }
    }

    private func forward(_ exchange: Exchange, _ route: Route) async {
        let isPlaced = inference.readsEverything || backends.someAreListed
        if isRefused(exchange) {
            await refuse(exchange)
        } else if isPlaced, exchange.asksForInferenceWrongly {
            await refuseMethod(exchange)
        } else if isPlaced, let call = exchange.inferenceCall {
            // What is only passed on has no model that is known, and leaves no row.
            await serve(exchange, call)
        } else {
            let all = backends.all(knowing: route, exchange.request)
            if all.isEmpty {
                await refuseForNobody(exchange)
                return
            }
            if route == .apiBlobs { exchange.allowBody(of: uploadMax) }
            await conclude(exchange, await forwarder.forward(exchange, to: all))
        }
    }

    @inline(never)
    private func conclude(_ exchange: Exchange, _ outcome: Forwarder.Outcome) async {
        await conclude(exchange, outcome.end)
        note(exchange, outcome, nil)
    }

    /// A request about models: a list, or an order that changes what a machine has.
    private func serveModels(_ exchange: Exchange, _ route: Route) async {
        if isRefused(exchange) {
            await refuse(exchange)
            return
        }
        switch await models.serve(exchange, route) {
        case .answered: break
        case .relayed(let outcome): await conclude(exchange, outcome)
        case .elsewhere: await forward(exchange, route)
        }
    }

    /// A request that is placed by what it asks for.
    private func serve(_ exchange: Exchange, _ call: InferenceCall) async {
        let trace = keeping?.trace(of: exchange)
        let conclusion = await inference.serve(exchange, call, trace)
        await conclude(exchange, conclusion, trace)
        if let trace { keeping?.keep(trace, exchange) }
    }

    @inline(never)
    private func conclude(_ exchange: Exchange, _ conclusion: Conclusion, _ trace: RequestTrace?) async {
        var outcome = Forwarder.Outcome(end: .complete, backend: conclusion.destination?.server)
        outcome.attempts = conclusion.attempts
        if !conclusion.isAnsweredByBackend { exchange.ownFields = AnswerFields.unserved(attempts: conclusion.attempts) }
        switch conclusion.end {
        case .relayed(let end):
            outcome.end = end
            await conclude(exchange, end)
        case .refused(let failure):
            await failure.send(to: exchange)
        case .unknown(let body, let failure):
            // A backend that does not say what it has may have it.
            let unlisted = backends.unlisted
            if unlisted.isEmpty {
                await failure.send(to: exchange)
            } else {
                if let record = conclusion.record { inference.desk.forwarded(record) }
                exchange.ownFields = []
                outcome = await forwarder.forward(exchange, body, to: unlisted)
                await conclude(exchange, outcome.end)
            }
        }
        if let record = conclusion.record { inference.desk.answered(record, exchange.status) }
        note(exchange, outcome, trace)
    }

    /// Tells a client that got no whole answer.
    @inline(never)
    private func conclude(_ exchange: Exchange, _ end: RelayEnd) async {
        switch end {
        case .complete, .clientLeft: break
        case .torn: exchange.tear()
        case .stale: await Failure(.closed).send(to: exchange)
        case .refused(let fault): await Failure(fault).send(to: exchange)
        case .failed(let fault): await Failure(fault).send(to: exchange)
        case .declined(let held): await passOn(held, exchange)
        }
    }

    /// A refusal that was kept back while another backend might have made it good: nobody could.
    private func passOn(_ held: HeldAnswer, _ exchange: Exchange) async {
        if held.isCut || held.isOfOurKey {
            await Failure(held).send(to: exchange)
            return
        }
        if exchange.isKeptOpen {
            DialectError(held.status, saidIn: held.body.span).tear(exchange)
            return
        }
        let fields = held.retryAfter.map { [AnswerField("Retry-After", $0)] } ?? []
        await exchange.respond(held.status, held.contentType, held.body, fields: fields)
    }

    /// What no backend gets to see.
    private func isRefused(_ exchange: Exchange) -> Bool {
        exchange.method == .connect || exchange.method == .trace || exchange.hasPassedHere
    }

    @inline(never)
    private func refuse(_ exchange: Exchange) async {
        let failure =
            exchange.hasPassedHere
            ? Failure(508, "This request has been through this router before: a backend leads back to it")
            : Failure(405, "CONNECT and TRACE are not served here")
        await failure.send(to: exchange)
    }

    @inline(never)
    private func refuseForNobody(_ exchange: Exchange) async {
        await Failure.nobodyKnown.send(to: exchange)
    }

    @inline(never)
    private func refuseMethod(_ exchange: Exchange) async {
        let failure = Failure(405, "This path is asked with POST")
        await failure.send(to: exchange, fields: [AnswerField("Allow", "POST")])
    }

    // Not inlined: what it needs for a moment would be kept room for in every open stream.
    @inline(never)
    private func note(_ exchange: Exchange, _ outcome: Forwarder.Outcome, _ trace: RequestTrace?) {
        trace?.relayed(outcome, exchange)
        switch outcome.end {
        case .failed(let fault), .torn(let fault):
            metrics.countFailure(fault)
            log.warning(
                "a backend failed",
                [
                    "request": .string(exchange.id.description),
                    "backend": .string("\(outcome.backend?.upstream.endpoint, or: "none")"),
                    "reason": .string(fault.explanation),
                ]
            )
        default: break
        }
        log.debug(
            "request",
            [
                "request": .string(exchange.id.description),
                "method": .string(exchange.request.text(exchange.request.methodSlice)),
                "status": .int(Int(exchange.status)),
                "backend": .string("\(outcome.backend?.upstream.endpoint, or: "none")"),
                "attempts": .int(outcome.attempts),
                "ended": .string(outcome.end.word),
            ]
        )
    }

    // MARK: Our own pages

    private func answerReadiness(_ exchange: Exchange) async {
        if exchange.isServerStopping {
            await exchange.respond(503, text: "not ready: the router is stopping")
            return
        }
        for backend in backends.all where await backend.upstream.canConnect(for: exchange) {
            await exchange.respond(200, text: "ready")
            return
        }
        let count = backends.all.count
        let reason = count == 0 ? "no backend is configured" : "none of \(count) backends accepts connections"
        await exchange.respond(503, text: "not ready: \(reason)")
    }

    private func answerMetrics(_ exchange: Exchange) async {
        let page = await metrics.page()
        await exchange.respond(200, "text/plain; version=0.0.4; charset=utf-8", page)
    }
}

extension RelayEnd {
    /// For the log.
    fileprivate var word: String {
        switch self {
        case .complete: "complete"
        case .stale: "stale"
        case .failed: "failed"
        case .declined: "declined"
        case .torn: "torn"
        case .refused: "refused"
        case .clientLeft: "client left"
        }
    }
}

extension Exchange {
    var inferenceCall: InferenceCall? {
        let head = request
        let bytes = head.bytes.span
        return InferenceCall(
            method: bytes.extracting(head.methodSlice.range),
            path: bytes.extracting(head.path.range)
        )
    }

    /// Some servers do not know the path at all, and would say so in words of their own.
    fileprivate var asksForInferenceWrongly: Bool {
        let head = request
        return method != .post && method != .options
            && InferenceCall(path: head.bytes.span.extracting(head.path.range)) != nil
    }
}

extension DefaultStringInterpolation {
    fileprivate mutating func appendInterpolation(_ value: (some CustomStringConvertible)?, or text: String) {
        appendLiteral(value?.description ?? text)
    }
}
