import HTTPEngine
import Synchronization
import Telemetry

/// What an operator can watch: requests, how long they took, connections, bytes, the loops, the process.
///
/// Each loop keeps the metrics it has met in a table of its own, so that counting a request takes no lock; what the loops
/// count themselves is asked of them when somebody scrapes.
final class RouterMetrics: Sendable {
    /// The metrics of one route on one loop.
    private final class RouteMetrics {
        let duration: Histogram
        let firstByte: Histogram
        /// Few enough to be looked through.
        var statuses: [(status: UInt16, count: Counter)] = []

        init(duration: Histogram, firstByte: Histogram) {
            self.duration = duration
            self.firstByte = firstByte
        }
    }

    private final class Table {
        var routes = [RouteMetrics?](repeating: nil, count: Route.allCases.count)
    }

    private let registry = MetricRegistry()
    private let group: LoopGroup
    private let requests: MetricFamily<Counter>
    private let durations: MetricFamily<Histogram>
    private let firstBytes: MetricFamily<Histogram>
    private let failures: MetricFamily<Counter>
    private let tables: LoopLocal<Table>
    private let loops = LoopFigures()
    private let routing: RoutingFigures

    init(group: LoopGroup, routing: RoutingFigures, keeping: Keeping?) {
        self.group = group
        self.routing = routing
        let route = "route"
        let routesMax = Route.allCases.count
        let shards = group.loops.count
        requests = registry.counters(
            "herd_requests_total",
            help: "Requests answered, by route and status; 499 where the client left first.",
            labels: [.init(route, valuesMax: routesMax), .init("status", valuesMax: 64)],
            shards: shards
        )
        durations = registry.histograms(
            "herd_request_duration_seconds",
            help: "From a request's head to the end of its answer.",
            labels: [.init(route, valuesMax: routesMax)],
            buckets: .exponential(from: .milliseconds(1), count: 20),
            shards: shards
        )
        firstBytes = registry.histograms(
            "herd_time_to_first_byte_seconds",
            help: "From a request's head to the first byte of its answer.",
            labels: [.init(route, valuesMax: routesMax)],
            buckets: .exponential(from: .milliseconds(1), count: 20),
            shards: shards
        )
        failures = registry.counters(
            "herd_backend_failures_total",
            help: "Attempts that a backend did not answer, or not wholly, by reason.",
            labels: [.init("reason", valuesMax: 16)]
        )
        tables = LoopLocal(loops: shards) { _ in Table() }
        loops.declare(in: registry)
        routing.declare(in: registry)
        if let keeping {
            registry.reading(
                "herd_request_rows_left_out_total",
                help: "Requests of which no row is kept: too many came at once, or the disk took nothing.",
                type: .counter
            ) { keeping.leftOutCount }
        }
        ProcessFigures.declare(in: registry)
    }

    func count(_ exchange: Exchange, _ route: Route) {
        let loop = exchange.loop
        let metrics = metrics(of: route, in: tables[loop])
        let status = exchange.hasLeft || exchange.status == 0 ? 499 : exchange.status
        counter(of: status, route, in: metrics).add(shard: loop.index)
        let duration = EventLoop.clock().since(exchange.startedAt)
        metrics.duration.record(duration.wholeNanoseconds, shard: loop.index)
        if exchange.answeredAt == .never { return }
        let firstByte = exchange.answeredAt.since(exchange.startedAt)
        metrics.firstByte.record(firstByte.wholeNanoseconds, shard: loop.index)
    }

    private func metrics(of route: Route, in table: Table) -> RouteMetrics {
        if let known = table.routes[route.rawValue] { return known }
        let new = RouteMetrics(duration: durations[route.label], firstByte: firstBytes[route.label])
        table.routes[route.rawValue] = new
        return new
    }

    private func counter(of status: UInt16, _ route: Route, in metrics: RouteMetrics) -> Counter {
        if let known = metrics.statuses.first(where: { $0.status == status }) { return known.count }
        let new = requests[route.label, String(status)]
        metrics.statuses.append((status, new))
        return new
    }

    func countFailure(_ fault: UpstreamFault) {
        failures[fault.label].add()
    }

    func page() async -> [UInt8] {
        loops.store(await group.statistics())
        routing.refresh()
        return registry.page().bytes
    }
}

extension UpstreamFault {
    fileprivate var label: String {
        switch self {
        case .clientLeft: "client_left"
        case .tooManyConnections: "too_many_connections"
        case .unreachable: "unreachable"
        case .connectTimeout: "connect_timeout"
        case .closed: "closed"
        case .firstByteTimeout: "first_byte_timeout"
        case .firstTokenTimeout: "first_token_timeout"
        case .stalled: "stalled"
        case .malformed: "malformed"
        case .cut: "cut"
        case .incomplete: "incomplete"
        case .reported: "reported"
        }
    }
}
