import HTTPEngine

/// Passes a request about models to the first of some Ollamas that takes it, and its answer back as it comes.
struct OllamaRelay: Sendable {
    private static let attemptsMax = 3

    let backends: KnownBackends
    let forwarder: Forwarder

    /// - Parameters:
    ///   - movesOn: whoever answers that it failed is passed over; it must not matter that it was asked.
    ///   - body: what each of them gets.
    func send(
        _ exchange: Exchange,
        to sites: [OllamaSite],
        movesOn: Bool = false,
        observer: SuccessWatch? = nil,
        _ body: (OllamaSite) -> RequestBody
    ) async -> Forwarder.Outcome {
        var outcome = Forwarder.Outcome(end: .failed(.unreachable("no server is known")))
        for site in sites.prefix(Self.attemptsMax) {
            var plan = RelayPlan()
            plan.observer = observer
            plan.withholdsRefusals = movesOn
            exchange.ownFields =
                AnswerFields.bytes(node: site.node, backend: site.backend)
                + AnswerFields.unserved(attempts: outcome.attempts + 1)
            outcome.backend = site.server
            observer?.site = site
            site.server.begin()
            var sent = 0
            outcome.end = await site.server.upstream.serve(exchange, body(site), plan, sent: &sent)
            site.server.end()
            outcome.attempts += 1
            guard outcome.end.mayMove || movesOn && outcome.end.leavesTheClient else { break }
        }
        if !outcome.end.isAnswer { exchange.ownFields = AnswerFields.unserved(attempts: outcome.attempts) }
        return outcome
    }
}

extension RelayEnd {
    /// The client has heard nothing yet and is there.
    fileprivate var leavesTheClient: Bool {
        switch self {
        case .failed, .declined, .stale: true
        case .complete, .torn, .refused, .clientLeft: false
        }
    }

    /// What the client gets is what a backend said.
    fileprivate var isAnswer: Bool {
        switch self {
        case .complete, .torn, .declined: true
        case .failed, .stale, .refused, .clientLeft: false
        }
    }
}
