import HTTPEngine
import Telemetry

/// What the loops counted, as of the last time they were asked.
final class LoopFigures: Sendable {
    private let last = Locked(LoopStatistics())

    func store(_ statistics: LoopStatistics) {
        last.withLock { $0 = statistics }
    }

    func declare(in registry: MetricRegistry) {
        gauge(registry, "herd_connections_open", "Connections of clients.") { $0.connectionsOpen }
        gauge(registry, "herd_streams_open", "Answers being streamed.") { $0.streamsOpen }
        gauge(registry, "herd_backend_connections_open", "Connections to backends, in use and idle.") {
            $0.upstreamOpen
        }
        counter(registry, "herd_connections_accepted_total", "Connections of clients.") { $0.connectionsAccepted }
        counter(registry, "herd_connections_refused_total", "Connections above the limit.") { $0.connectionsRefused }
        counter(registry, "herd_requests_malformed_total", "Requests refused before they had a route.") {
            $0.requestsRefused
        }
        counter(registry, "herd_backend_connects_total", "Connections opened to backends.") { $0.upstreamConnects }
        counter(registry, "herd_backend_reuses_total", "Requests sent over a connection from the pool.") {
            $0.upstreamReuses
        }
        counter(registry, "herd_received_bytes_total", "Bytes received from clients and backends.") { $0.bytesReceived }
        counter(registry, "herd_sent_bytes_total", "Bytes sent to clients and backends.") { $0.bytesSent }
        registry.distribution("herd_loop_lag_seconds", help: "How long a turn of a loop took.") { self.lag }
    }

    private var lag: MetricDistribution {
        let lag = last.withLock { $0.lag }
        return MetricDistribution(
            bounds: (0..<lag.buckets.count - 1).map { LagHistogram.bound($0).wholeNanoseconds },
            counts: lag.buckets.map { Int(clamping: $0) },
            sum: lag.sum.wholeNanoseconds,
            unit: .seconds
        )
    }

    private func gauge(
        _ registry: MetricRegistry,
        _ name: String,
        _ help: String,
        _ read: @escaping @Sendable (LoopStatistics) -> Int
    ) {
        registry.reading(name, help: help) { read(self.last.withLock { $0 }) }
    }

    private func counter(
        _ registry: MetricRegistry,
        _ name: String,
        _ help: String,
        _ read: @escaping @Sendable (LoopStatistics) -> UInt64
    ) {
        registry.reading(name, help: help, type: .counter) { Int(clamping: read(self.last.withLock { $0 })) }
    }
}
