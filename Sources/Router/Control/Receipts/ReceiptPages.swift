import HTTPEngine

/// The pages that say what the router does and why.
struct ReceiptPages: Sendable {
    let route: RoutePage
    let requests: RequestPages
    let queue: QueuePage
    let nodes: NodesPage
    let status: StatusPage

    init(_ inference: InferenceHandler, _ backends: KnownBackends, _ status: StatusPage, _ enrolment: Enrolment) {
        self.status = status
        route = RoutePage(inference: inference, backends: backends)
        requests = RequestPages(desk: inference.desk)
        queue = QueuePage(desk: inference.desk)
        nodes = NodesPage(desk: inference.desk, enrolment: enrolment, roster: backends.roster)
    }

    func show(_ exchange: Exchange, _ page: Route) async {
        switch page {
        case .fleetRoute: await route.show(exchange)
        case .fleetRequests: await requests.showList(exchange)
        case .fleetRequest: await requests.showOne(exchange)
        case .fleetQueue: await queue.show(exchange)
        case .fleetNodes: await nodes.show(exchange)
        case .fleetStatus: await status.show(exchange)
        default:
            await exchange.complain(
                404,
                "There is no such page: see /fleet/status, /fleet/nodes, /fleet/queue, /fleet/requests"
            )
        }
    }
}
