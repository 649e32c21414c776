import Dialects
import Fleet
import HTTPEngine
import Storage

/// The pages by which an operator changes the fleet while the router runs: backends come and go, nodes are let in, drained
/// and resumed.
///
/// Whoever can add a backend can read what clients ask, so these are taken from this very machine only, or, where the operator has
/// a key, from whoever shows it; and never from a page in a browser, which may come from anywhere.
struct FleetOrderPages: Sendable {
    private static let bodyMax = 64 << 10
    /// For the first look at a backend that was added. Longer than most servers take for all their pages.
    private static let patience = LoopSpan(.seconds(6))

    let desk: Desk
    let roster: BackendRoster
    let holds: NodeHolds
    let enrolment: Enrolment
    /// What orders have to show, from wherever they come; nil where those from this machine need nothing.
    let key: Credential?

    func serve(_ exchange: Exchange, _ route: Route) async {
        switch (route, exchange.method) {
        case (.fleetBackends, .post): await add(exchange)
        case (.fleetBackends, _): await list(exchange)
        case (.fleetBackend, _): await remove(exchange)
        default: await turn(exchange)
        }
    }

    // MARK: Backends

    private func list(_ exchange: Exchange) async {
        guard await exchange.isAsked(by: .readOrPost) else { return }
        await exchange.answer(["backends": .array(roster.entries.map { .object(shown($0, roster.sight(of: $0))) })])
    }

    private func add(_ exchange: Exchange) async {
        guard await admits(exchange), let json = await body(of: exchange) else { return }
        do {
            let backend = try ConfiguredBackend(json)
            let isChecked = try FieldReader(json).bool("check") ?? false
            if backend.terms.keyFile ?? backend.terms.caFile != nil, !Self.isLocal(exchange) {
                await exchange.complain(
                    403,
                    "key_file and ca_file are taken from the machine only that the router runs on"
                )
                return
            }
            let added = try await roster.add(backend)
            let sight = await firstSight(by: added.watch, exchange)
            if isChecked, sight?.isKnownServer != true {
                await roster.remove(added.entry)
                await exchange.complain(502, Self.failedCheck(of: added.entry, sight))
                return
            }
            var page = shown(added.entry, sight)
            page.append("kept", .bool(added.isKept))
            await exchange.answer(201, page)
        } catch let fault as FieldReader.Fault {
            await exchange.complain(400, fault.text)
        } catch let refusal as BackendRoster.Refusal {
            await exchange.complain(refusal.status, refusal.text)
        } catch {
            await exchange.complain(500, "The backend could not be added")
        }
    }

    private static func failedCheck(of entry: BackendRoster.Entry, _ sight: BackendSight?) -> String {
        let reason =
            switch sight?.condition {
            case nil: "this router does not look at its backends"
            case .stranger: "what answers there is no inference server that is known (type says which it is)"
            default: sight?.reason ?? ""
            }
        return "\(entry.endpoint) was not added: \(reason)"
    }

    private func remove(_ exchange: Exchange) async {
        guard await exchange.isAsked(by: .delete), await admits(exchange) else { return }
        let name = PageQuery(exchange.request).rest(after: "/fleet/backends/")
        do throws(BackendRoster.Refusal) {
            await exchange.answer(Self.shown(try await roster.remove(name)))
        } catch {
            await exchange.complain(error.status, error.text)
        }
    }

    private static func shown(_ removed: BackendRoster.Removed) -> JSONObject {
        switch removed {
        case .backend(let entry):
            [
                "removed": .string(entry.endpoint.description),
                "name": .string(entry.node),
                "from": .string(entry.source.rawValue),
            ]
        case .node(let name, let running, let isSpeaking):
            [
                "removed": .string(name),
                "name": .string(name),
                "from": "agent",
                "running": .integer(running),
                "comes_back": .bool(isSpeaking),
            ]
        }
    }

    /// What it shows itself as, within a few seconds.
    private func firstSight(by watch: BackendWatch?, _ exchange: Exchange) async -> BackendSight? {
        guard let watch else { return nil }
        let waiter = Patience<Void>(of: exchange)
        let loop = exchange.loop
        watch.whenSeen { waiter.deliver(()) }
        loop.spawn {
            await loop.sleep(for: Self.patience)
            waiter.deliver(())
        }
        _ = await waiter.wait()
        return watch.sight
    }

    private func shown(_ entry: BackendRoster.Entry, _ sight: BackendSight?) -> JSONObject {
        let models = desk.models(of: entry.endpoint.authority, on: entry.node)
        return [
            "url": .string(entry.endpoint.description),
            "name": .string(entry.node),
            "backend": .string(entry.endpoint.authority),
            "from": .string(entry.source.rawValue),
            "state": .text(sight?.word),
            "reason": .text(sight?.reason),
            "kind": .text(sight?.kind?.rawValue),
            "models": .texts(models),
            "type": .text(entry.terms.kind?.rawValue),
            "labels": entry.terms.labels.map { .texts($0.sorted()) } ?? .null,
            "handicap": .real(entry.terms.handicap?.value),
            "cost_tier": .integer(entry.terms.costTier),
            "slots": .integer(entry.terms.slots),
            "only_models": entry.terms.models.map { .texts($0) } ?? .null,
            "has_key": .bool(entry.terms.keyFile != nil),
        ]
    }

    // MARK: Nodes

    /// `POST /fleet/nodes/{name}/drain`, `/resume` and `/approve`.
    private func turn(_ exchange: Exchange) async {
        guard await exchange.isAsked(by: .post) else { return }
        let words = PageQuery(exchange.request).steps(after: "/fleet/nodes/")
        guard words.count == 2, let order = Order(rawValue: words[1]) else {
            await exchange.complain(
                404,
                "There is no such page: see /fleet/nodes and /fleet/nodes/NAME/drain, /resume or /approve"
            )
            return
        }
        guard await admits(exchange) else { return }
        switch order {
        case .approve: await approve(exchange, words[0])
        case .drain, .resume: await turn(exchange, words[0], order)
        }
    }

    /// Lets a machine into the fleet that waits for it.
    private func approve(_ exchange: Exchange, _ name: String) async {
        switch await enrolment.approve(name) {
        case .approved(let node):
            await exchange.answer(["node": .string(node.name), "id": .string(node.id), "approved": true])
        case .known: await exchange.complain(409, "\(name) is a node of this fleet already")
        case .unknown:
            await exchange.complain(404, "No node \(name) waits for approval: GET /fleet/nodes lists those that do")
        case .full: await exchange.complain(503, "The router knows as many nodes as it may")
        }
    }

    private func turn(_ exchange: Exchange, _ name: String, _ order: Order) async {
        do throws(BackendRoster.Refusal) {
            let machine = try roster.machine(called: name)
            let outcome = await holds.set(machine, isHeld: order == .drain)
            await exchange.answer([
                "node": .string(machine),
                "held": .bool(order == .drain),
                "running": .integer(outcome.running),
                "kept": .bool(outcome.isKept),
            ])
        } catch {
            await exchange.complain(error.status, error.text)
        }
    }

    private enum Order: String {
        case drain, resume, approve
    }

    // MARK: Who may

    /// False after it has said why not.
    private func admits(_ exchange: Exchange) async -> Bool {
        let head = exchange.request
        if head.value(named: "origin") != nil || head.value(named: "sec-fetch-site") != nil {
            await exchange.complain(403, "Orders about the fleet are not taken from a page in a browser")
            return false
        }
        if let key { return await shows(key, exchange) }
        if Self.isLocal(exchange) { return true }
        let from = exchange.clientIsLocal ? "through a proxy" : "from \(exchange.clientHost ?? "elsewhere")"
        await exchange.complain(
            403,
            """
            Orders about the fleet are taken from the machine only that the router runs on, and this came \(from): give it there, \
            or have the router want a key of those who give orders (operator-key-file)
            """
        )
        return false
    }

    private func shows(_ key: Credential, _ exchange: Exchange) async -> Bool {
        if key.isShown(in: exchange.request) { return true }
        await exchange.complain(
            401,
            """
            Orders about the fleet must show the operator's key here: give the command operator-key-file (a flag, \
            HERD_OPERATOR_KEY_FILE or a line of its settings), or send Authorization: Bearer KEY
            """,
            fields: [AnswerField("WWW-Authenticate", "Bearer")]
        )
        return false
    }

    /// What a proxy on this machine passes on may come from anywhere.
    private static func isLocal(_ exchange: Exchange) -> Bool {
        let passing = ["forwarded", "x-forwarded-for", "via"]
        return exchange.clientIsLocal && passing.allSatisfy { exchange.request.value(named: $0) == nil }
    }

    /// Nil after it has said what is wrong with it.
    private func body(of exchange: Exchange) async -> JSONValue? {
        exchange.allowBody(of: UInt64(Self.bodyMax))
        do {
            guard case .whole(let bytes) = try await exchange.collectBody(upTo: Self.bodyMax) else {
                await exchange.complain(400, "The body must be an object with a url: see Docs/API/nodes.md")
                return nil
            }
            return try JSONValue(parsing: bytes)
        } catch let fault as BodyFault {
            if fault != .left { await exchange.complain(fault.status, fault.explanation) }
        } catch {
            await exchange.complain(400, "The body is not valid JSON: \(error)")
        }
        return nil
    }
}

extension BackendRoster.Refusal {
    fileprivate var status: UInt16 {
        switch self {
        case .alreadyThere, .announced, .fromSettings, .ambiguous, .shared: 409
        case .key, .trust: 400
        case .unknown: 404
        case .full: 503
        }
    }

    fileprivate var text: String {
        switch self {
        case .alreadyThere(let entry):
            entry.source == .settings
                ? "\(entry.endpoint) is in the router's settings already"
                : "\(entry.endpoint) was added already, as \(entry.node): remove it first to change what is said of it"
        case .announced(let node): "This is announced by herd-node on \(node): drain or remove that node"
        case .full: "The router has as many backends as it may"
        case .key(let fault): fault.description
        case .trust(let fault): fault.description
        case .unknown(let name, let hint): "There is no node or backend \(name)\(hint)"
        case .fromSettings(let entry, let place):
            "\(entry.endpoint) is from the router's settings: remove it there (\(place)), and start the router again"
        case .ambiguous(let entries, let withAgent):
            "Several have this name: say which of "
                + entries.prefix(8).map(\.endpoint.description).joined(separator: ", ")
                + (withAgent ? "; when they are gone, the name is that of the machine on which herd-node runs" : "")
        case .shared(let machine):
            "\(machine) has other servers too, and only a whole machine is drained: name it to drain them all"
        }
    }
}
