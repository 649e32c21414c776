import Dialects
import Fleet
import HTTPEngine
import Routing

/// Carries out what Ollama's clients order to be done with models: pull, push, create, copy, delete, and the files for it.
///
/// Nothing here is done for inference, which never downloads. Which machine is meant a client may say: `X-Herd-Node`.
struct ModelOrders: Sendable {
    private static let bodyMax = 16 << 20

    let desk: Desk
    let relay: OllamaRelay
    let refresh: ModelRefresh
    let fleetOrders: FleetOrders
    let blobs: BlobHomes
    let isAllowed: Bool
    /// Bodies of model files, which are streamed through; zero for no limit.
    let uploadMax: UInt64

    func carryOut(_ exchange: Exchange, _ route: Route) async -> ModelHandler.Ending {
        if !isAllowed { return await Self.forbidden.end(exchange) }
        let known = desk.ollamas(relay.backends.table)
        if known.isEmpty, desk.shelf.isEmpty, !relay.backends.configured.isEmpty {
            if route == .apiBlobs { exchange.allowBody(of: uploadMax) }
            return .elsewhere
        }
        do throws(OrderBody.Fault) {
            let sites = try Self.sites(for: exchange, known)
            if route == .apiBlobs { return await blobs(exchange, sites) }
            let order = try await OrderBody(of: exchange, max: Self.bodyMax)
            switch route {
            case .apiPull: return await pull(exchange, try model(order), order, sites)
            case .apiPush: return await push(exchange, try model(order), order, sites)
            case .apiCreate: return await create(exchange, try model(order), order, sites)
            case .apiCopy:
                let (source, target) = (try order.name("source"), try order.name("destination"))
                for name in [source, target] { try checkIsNoAlias(name) }
                return await fleetOrders.carryOut(.copy(to: target.text), exchange, source, sites)
            default: return await fleetOrders.carryOut(.delete, exchange, try model(order), sites)
            }
        } catch {
            return await error.end(exchange)
        }
    }

    private static let forbidden = OrderBody.Fault(
        403,
        "This router does not change which models its machines have: model-management = on in its settings "
            + "(--model-management) allows it"
    )

    // MARK: What is meant

    /// Those of the node that is named; otherwise all.
    private static func sites(for exchange: Exchange, _ known: [OllamaSite]) throws(OrderBody.Fault) -> [OllamaSite] {
        if known.isEmpty {
            throw OrderBody.Fault(501, "No machine of the fleet runs Ollama, which alone can do this")
        }
        guard let field = exchange.request.value(named: "x-herd-node") else { return known }
        let node = exchange.request.text(field)
        let named = known.filter { $0.node == node }
        if named.isEmpty {
            let nodes = Set(known.map(\.node)).sorted().joined(separator: ", ")
            throw OrderBody.Fault(404, "No node '\(node)' runs Ollama; these do: \(nodes)")
        }
        return named
    }

    private func model(_ order: OrderBody) throws(OrderBody.Fault) -> (text: String, name: ModelName) {
        let model = try order.model()
        try checkIsNoAlias(model)
        return model
    }

    /// What an alias stands for is the operator's to change: nobody who names it means to delete that.
    private func checkIsNoAlias(_ model: (text: String, name: ModelName)) throws(OrderBody.Fault) {
        let aliases = desk.read { dispatcher, _ in dispatcher.aliases }
        guard let targets = aliases.targets(of: model.name) else { return }
        let meaning = targets.map { aliases.spelling(of: $0) }.joined(separator: ", ")
        throw OrderBody.Fault(
            400,
            "'\(model.text)' is an alias in this router's settings, for \(meaning): use a model's own name"
        )
    }

    // MARK: Orders to one machine

    private func pull(
        _ exchange: Exchange,
        _ model: (text: String, name: ModelName),
        _ order: OrderBody,
        _ sites: [OllamaSite]
    ) async -> ModelHandler.Ending {
        await send(exchange, order, to: sites.ranked(having: [model.name]), all: sites)
    }

    private func push(
        _ exchange: Exchange,
        _ model: (text: String, name: ModelName),
        _ order: OrderBody,
        _ sites: [OllamaSite]
    ) async -> ModelHandler.Ending {
        let holders = sites.filter { $0.has(model.name) }
        if holders.isEmpty { return await OrderBody.Fault(404, "model '\(model.text)' not found").end(exchange) }
        return await send(exchange, order, to: holders.ranked(), all: holders) { site in
            order.bytes(naming: site.spelling(of: model.name))
        }
    }

    /// Where its files are; without files, where the model is that it is made from.
    private func create(
        _ exchange: Exchange,
        _ model: (text: String, name: ModelName),
        _ order: OrderBody,
        _ sites: [OllamaSite]
    ) async -> ModelHandler.Ending {
        let client = InferenceTerms.client(of: exchange)
        let homes = blobs.homes(of: order.digests, sent: client)
        let withFiles = sites.filter { homes.contains($0.id) }
        if !homes.isEmpty, withFiles.isEmpty {
            let text = "The files of '\(model.text)' were sent to another machine than this request"
            return await OrderBody.Fault(400, text).end(exchange)
        }
        let base = order.model(in: "from")
        let ranked = base.map { name in sites.filter { $0.has(name) }.ranked() } ?? []
        let candidates = ranked.isEmpty ? sites.ranked(having: [model.name]) : ranked
        let chosen = withFiles.isEmpty ? candidates : withFiles
        let ending = await send(exchange, order, to: chosen, all: chosen)
        blobs.forget(client)
        return ending
    }

    private func send(
        _ exchange: Exchange,
        _ order: OrderBody,
        to ranked: [OllamaSite],
        all: [OllamaSite],
        _ body: ((OllamaSite) -> [UInt8])? = nil
    ) async -> ModelHandler.Ending {
        let reachable = ranked.filter(\.isReachable)
        if reachable.isEmpty { return await Self.unreachable(all).end(exchange) }
        let watch = SuccessWatch(refresh)
        let outcome = await relay.send(exchange, to: reachable, observer: watch) { .whole(body?($0) ?? order.bytes) }
        if let site = watch.site, exchange.status < 400 { await refresh.run([site], on: exchange.loop) }
        return .relayed(outcome)
    }

    private static func unreachable(_ sites: [OllamaSite]) -> OrderBody.Fault {
        let nodes = Set(sites.map(\.node)).sorted().joined(separator: ", ")
        return OrderBody.Fault(503, "The machine that this is for cannot be reached now: \(nodes)")
    }

    // MARK: Files

    /// A model's files come before the model does: all that one client sends reach the same machine, and so does the order that
    /// makes a model of them.
    private func blobs(_ exchange: Exchange, _ sites: [OllamaSite]) async -> ModelHandler.Ending {
        let digest = PageQuery(exchange.request).rest(after: "/api/blobs/")
        guard BlobHomes.isDigest(digest) else {
            return await OrderBody.Fault(400, "invalid digest format").end(exchange)
        }
        let reachable = sites.filter(\.isReachable)
        if reachable.isEmpty { return await Self.unreachable(sites).end(exchange) }
        let client = InferenceTerms.client(of: exchange)
        let home = blobs.home(of: digest, from: client, at: Desk.now)
        guard let site = reachable.first(where: { home.contains($0.id) }) ?? reachable.ranked().first else {
            return await Self.unreachable(sites).end(exchange)
        }
        blobs.choose(site.id, for: client, at: Desk.now)
        exchange.allowBody(of: uploadMax)
        let body: RequestBody
        do throws(BodyFault) {
            body = try await exchange.collectBody(upTo: relay.forwarder.replayMax)
        } catch {
            return await OrderBody.Fault(error).end(exchange)
        }
        let outcome = await relay.send(exchange, to: [site]) { _ in body }
        if outcome.end == .complete, 200..<300 ~= exchange.status { blobs.keep(digest, at: site.id) }
        return .relayed(outcome)
    }
}
