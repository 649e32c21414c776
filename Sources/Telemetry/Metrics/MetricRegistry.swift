import Synchronization

/// All metrics of a program, in the order they were declared, and the page made of them.
///
/// Declared once at the start; a name twice is a mistake of ours and stops the program there.
package final class MetricRegistry: Sendable {
    private struct Family {
        var name: String
        var help: String
        var type: MetricType
        var source: any MetricSource
    }

    private let families = Mutex<[Family]>([])

    package init() {}

    package func counter(_ name: String, help: String, shards: Int = 1) -> Counter {
        counters(name, help: help, labels: [], shards: shards)[]
    }

    package func counters(
        _ name: String,
        help: String,
        labels: [BoundedLabel],
        shards: Int = 1
    ) -> MetricFamily<Counter> {
        add(name, help, MetricFamily(labels: labels) { Counter(shards: shards) })
    }

    package func gauge(_ name: String, help: String, unit: MetricUnit = .one) -> Gauge {
        gauges(name, help: help, labels: [], unit: unit)[]
    }

    package func gauges(
        _ name: String,
        help: String,
        labels: [BoundedLabel],
        unit: MetricUnit = .one
    ) -> MetricFamily<Gauge> {
        add(name, help, MetricFamily(labels: labels) { Gauge(unit: unit) })
    }

    package func histogram(_ name: String, help: String, buckets: Buckets, shards: Int = 1) -> Histogram {
        histograms(name, help: help, labels: [], buckets: buckets, shards: shards)[]
    }

    package func histograms(
        _ name: String,
        help: String,
        labels: [BoundedLabel],
        buckets: Buckets,
        shards: Int = 1
    ) -> MetricFamily<Histogram> {
        add(name, help, MetricFamily(labels: labels) { Histogram(buckets: buckets, shards: shards) })
    }

    /// A number kept elsewhere, read at each scrape. Seconds are read as nanoseconds.
    package func reading(
        _ name: String,
        help: String,
        type: MetricType = .gauge,
        unit: MetricUnit = .one,
        read: @escaping @Sendable () -> Int?
    ) {
        precondition(type != .histogram)
        add(name, help, type, MetricReading(unit: unit, read: read))
    }

    /// Numbers kept elsewhere, with labels, read at each scrape.
    package func table(
        _ name: String,
        help: String,
        labels: [String],
        rowsMax: Int,
        type: MetricType = .gauge,
        read: @escaping @Sendable (inout MetricTable) -> Void
    ) {
        precondition(type != .histogram && rowsMax > 0 && labels.allSatisfy(MetricName.isLabel))
        add(name, help, type, MetricTableReading(labels: labels, rowsMax: rowsMax, type: type, read: read))
    }

    /// A spread kept elsewhere, read at each scrape.
    package func distribution(_ name: String, help: String, read: @escaping @Sendable () -> MetricDistribution) {
        add(name, help, .histogram, MetricDistributionReading(label: nil) { [("", read())] })
    }

    /// The same, for each value of a label.
    package func distributions(
        _ name: String,
        help: String,
        label: BoundedLabel,
        read: @escaping @Sendable () -> [(value: String, spread: MetricDistribution)]
    ) {
        add(name, help, .histogram, MetricDistributionReading(label: label, read: read))
    }

    package func page() -> MetricsPage {
        var page = MetricsPage()
        for family in families.withLock({ $0 }) {
            page.header(family.name, help: family.help, type: family.type)
            family.source.write(to: &page, name: family.name)
        }
        return page
    }

    private func add<Child>(_ name: String, _ help: String, _ family: MetricFamily<Child>) -> MetricFamily<Child> {
        add(name, help, Child.type, family)
        return family
    }

    private func add(_ name: String, _ help: String, _ type: MetricType, _ source: any MetricSource) {
        precondition(MetricName.isMetric(name), "\(name) is not a metric's name")
        precondition(type != .counter || name.hasSuffix("_total"), "\(name): the name of a counter ends with _total")
        families.withLock { families in
            precondition(!families.contains { $0.name == name }, "\(name) is declared twice")
            families.append(Family(name: name, help: help, type: type, source: source))
        }
    }
}
