import HTTPEngine

/// Answers browsers what they ask on behalf of pages: whether a page may ask at all, and, before it does, in which way.
struct PageGuard: Sendable {
    /// How long a browser need not ask again.
    private static let remembered = "43200"

    let origins: Origins

    /// False for who has its answer from here. Whoever is let in finds in its own, whoever gives it, that it may be shown.
    func admits(_ exchange: Exchange, _ route: Route) -> Bool {
        if route.hasItsOwnGuard { return true }
        switch origins.verdict(on: exchange.request) {
        case .noPage: return true
        case .refused: return false
        case .allowed(let origin):
            if !route.isForPages { return true }
            exchange.pageFields = Self.fields(origin)
            return exchange.method != .options || exchange.request.value(named: "access-control-request-method") == nil
        }
    }

    /// Says no, or, where a browser only asked whether a page may, yes.
    @inline(never)
    func answer(_ exchange: Exchange) async {
        guard case .refused(let origin) = origins.verdict(on: exchange.request) else {
            await agree(exchange)
            return
        }
        let text =
            "Pages from \(origin.prefix(100)) may not ask this router: its operator allows them (origin in the settings, --origin)"
        await Failure(403, text).send(to: exchange)
    }

    private static func fields(_ origin: String) -> [UInt8] {
        let varies = origin == "*" ? "" : "Vary: Origin\r\n"
        return Array(
            "Access-Control-Allow-Origin: \(origin)\r\nAccess-Control-Expose-Headers: *\r\n\(varies)".utf8
        )
    }

    /// What a page may send: whatever it wants to, as no field has a meaning here that its user could not give it.
    private func agree(_ exchange: Exchange) async {
        let head = exchange.request
        var fields = [
            AnswerField("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"),
            AnswerField("Access-Control-Max-Age", Self.remembered),
        ]
        if let names = head.value(named: "access-control-request-headers") {
            fields.append(AnswerField("Access-Control-Allow-Headers", head.text(names)))
        }
        // From a page on the internet to a machine at home.
        if head.value(named: "access-control-request-private-network") != nil {
            fields.append(AnswerField("Access-Control-Allow-Private-Network", "true"))
        }
        await exchange.respond(200, "text/plain; charset=utf-8", [], fields: fields)
    }
}

extension Route {
    /// Orders about the fleet are taken from no page, and say so themselves.
    fileprivate var hasItsOwnGuard: Bool {
        switch self {
        case .fleetBackends, .fleetBackend, .fleetNode: true
        default: false
        }
    }

    /// Pages of others are shown what clients of models are, and not how the fleet stands.
    fileprivate var isForPages: Bool {
        switch self {
        case .metrics, .fleetHeartbeat, .fleetRoute, .fleetRequests, .fleetRequest, .fleetQueue, .fleetNodes,
            .fleetStatus, .fleetOther, .fleetBackends, .fleetBackend, .fleetNode:
            false
        default: true
        }
    }
}
