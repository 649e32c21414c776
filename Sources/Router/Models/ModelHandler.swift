import Dialects
import Fleet
import HTTPEngine

/// Answers what clients ask about models, rather than of one: lists, descriptions, and orders that change what a machine has.
///
/// None of it waits in a line. Lists are made here, of what the backends said last; orders go to the Ollamas they are about.
struct ModelHandler: Sendable {
    /// Whether somebody has answered already.
    enum Ending {
        case answered
        case relayed(Forwarder.Outcome)
        /// Nobody has ever said what it has: the first backend knows as much as the router.
        case elsewhere
    }

    private let lists: ModelPages
    private let description: DescriptionPage
    private let orders: ModelOrders
    private let refresh: ModelRefresh
    private let desk: Desk

    init(_ relay: OllamaRelay, by resolver: Resolver, _ options: RouterOptions) {
        desk = relay.backends.desk
        refresh = ModelRefresh(of: desk, by: resolver, on: options.terms)
        lists = ModelPages(
            desk: desk,
            defaultModel: options.defaultModel.flatMap { ModelName($0) },
            version: options.version
        )
        description = DescriptionPage(desk: desk, relay: relay)
        orders = ModelOrders(
            desk: desk,
            relay: relay,
            refresh: refresh,
            fleetOrders: FleetOrders(refresh: refresh, resolver: resolver),
            blobs: BlobHomes(),
            isAllowed: options.managesModels,
            uploadMax: options.uploadMax
        )
    }

    func serve(_ exchange: Exchange, _ route: Route) async -> Ending {
        let isList = ModelPages.shows(route)
        // Whatever a path can do, as for every other path.
        if exchange.method == .options || desk.shelf.isEmpty && (isList || route == .apiShow) { return .elsewhere }
        let methods = Self.methods(of: route)
        guard methods.contains(exchange.request.text(exchange.request.methodSlice)) else {
            let allowed = methods.joined(separator: ", ")
            await Failure(405, "This path is asked with \(allowed)").send(
                to: exchange,
                fields: [AnswerField("Allow", allowed)]
            )
            return .answered
        }
        if isList || route == .apiShow { await refresh.settle(on: exchange.loop) }
        if isList {
            await lists.show(exchange, route)
            return .answered
        }
        return route == .apiShow ? await description.show(exchange) : await orders.carryOut(exchange, route)
    }

    private static func methods(of route: Route) -> [String] {
        switch route {
        case .apiShow, .apiPull, .apiPush, .apiCreate, .apiCopy: ["POST"]
        case .apiDelete: ["DELETE"]
        case .apiBlobs: ["HEAD", "POST"]
        default: ["GET", "HEAD"]
        }
    }
}
