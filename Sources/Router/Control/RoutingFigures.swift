import Fleet
import HTTPEngine
import Routing
import Telemetry

/// What the desk has done and what it has before it, as of the last time it was asked.
///
/// It is asked once for each page: the lines of one page agree with each other, and placing requests costs nothing more than
/// the additions that the dispatcher makes anyway.
final class RoutingFigures: Sendable {
    /// Backends told apart on a page; what the others did is added up, how they are is left out.
    static let backendsMax = 512

    private let desk: Desk
    private let last = Locked(RoutingReading())

    init(of desk: Desk) {
        self.desk = desk
    }

    func refresh() {
        let reading = desk.read { RoutingReading($0, at: $1) }
        last.withLock { $0 = reading }
    }

    private var reading: RoutingReading { last.withLock { $0 } }

    func declare(in registry: MetricRegistry) {
        declareRequests(in: registry)
        declareBackends(in: registry)
        registry.table("herd_nodes", help: "Nodes, by what may be sent to them.", labels: ["state"], rowsMax: 8) {
            for state in NodeState.allCases { $0.add(state.rawValue, value: self.reading.nodes[state] ?? 0) }
        }
    }

    private func declareRequests(in registry: MetricRegistry) {
        registry.table(
            "herd_routed_requests_total",
            help: "Requests that named a model and are over, by what became of them.",
            labels: ["outcome"],
            rowsMax: 16,
            type: .counter
        ) {
            let ends = self.reading.tally.ends
            for end in DispatchTally.End.allCases { $0.add(end.label, value: ends[end]) }
        }
        registry.table(
            "herd_requests_waiting",
            help: "Requests in the lines, by priority.",
            labels: ["priority"],
            rowsMax: 4
        ) {
            let waiting = self.reading.waiting
            for priority in Priority.allCases { $0.add(priority.label, value: waiting[priority.rawValue]) }
        }
        registry.distributions(
            "herd_queue_wait_seconds",
            help: "From a request's coming to its first attempt, by priority.",
            label: .init("priority", valuesMax: 4)
        ) {
            let waits = self.reading.tally.waits
            return Priority.allCases.map { ($0.label, MetricDistribution(waits[$0.rawValue])) }
        }
        registry.distribution(
            "herd_time_to_first_token_seconds",
            help: "From a request's coming to the first token of its answer."
        ) { MetricDistribution(self.reading.tally.firstTokens) }
    }

    private func declareBackends(in registry: MetricRegistry) {
        let place = ["node", "backend"]
        each(registry, "herd_attempts_total", "Requests sent to a backend.", place, type: .counter) {
            $1.add($0.node, $0.backend, value: $0.tally.attempts)
        }
        each(
            registry,
            "herd_attempts_ended_total",
            "The same that are over, by their end.",
            place + ["end"],
            type: .counter
        ) {
            for end in DispatchTally.AttemptEnd.allCases where $0.tally.ends[end] > 0 {
                $1.add($0.node, $0.backend, end.label, value: $0.tally.ends[end])
            }
        }
        each(
            registry,
            "herd_loads_begun_total",
            "Loads of models, by what began them.",
            place + ["cause"],
            type: .counter
        ) {
            $1.add($0.node, $0.backend, "order", value: $0.tally.loads[.ordered])
            $1.add($0.node, $0.backend, "request", value: $0.tally.loads[.brought])
        }
        each(registry, "herd_loads_ended_total", "Loads that are over, by their end.", place + ["end"], type: .counter)
        {
            $1.add($0.node, $0.backend, "loaded", value: $0.tally.loads[.done])
            $1.add($0.node, $0.backend, "failed", value: $0.tally.loads[.failed])
        }
        each(registry, "herd_breaker_state", "0 closed, 1 being tried, 2 resting after failures.", place) {
            if $0.isThere { $1.add($0.node, $0.backend, value: $0.breaker.rawValue) }
        }
        each(registry, "herd_model_slots", "Requests at once, as learned, of models in memory.", place + ["model"]) {
            for (model, slots) in $0.slots { $1.add($0.node, $0.backend, model, value: slots) }
        }
    }

    /// A metric of each backend.
    private func each(
        _ registry: MetricRegistry,
        _ name: String,
        _ help: String,
        _ labels: [String],
        type: MetricType = .gauge,
        _ write: @escaping @Sendable (RoutingReading.OfBackend, inout MetricTable) -> Void
    ) {
        registry.table(name, help: help, labels: labels, rowsMax: Self.backendsMax * 16, type: type) {
            let backends = self.reading.backends
            for backend in backends.prefix(Self.backendsMax) { write(backend, &$0) }
            if type != .counter { return }
            for backend in backends.dropFirst(Self.backendsMax) { write(backend.anonymous, &$0) }
        }
    }
}

extension MetricDistribution {
    fileprivate init(_ spread: Spread) {
        self.init(
            bounds: (0..<Spread.bucketCount - 1).map { Int(Spread.bound($0).value * 1e9) },
            counts: spread.counts,
            sum: Int(spread.sum.value * 1e9),
            unit: .seconds
        )
    }
}
