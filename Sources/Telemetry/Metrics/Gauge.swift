/// A level that goes up and down.
package struct Gauge: Metric {
    package static let type = MetricType.gauge

    private let cells: ShardedCells
    private let unit: MetricUnit

    init(unit: MetricUnit = .one) {
        cells = ShardedCells(width: 1, shards: 1)
        self.unit = unit
    }

    package func add(_ amount: Int) {
        cells.add(amount, to: 0, shard: 0)
    }

    package func set(_ value: Int) {
        cells.store(value, in: 0)
    }

    package var value: Int { cells.sum(of: 0) }

    package func write(to page: inout MetricsPage, name: String, labels: [MetricLabel]) {
        page.sample(name, labels, unit.text(value))
    }
}
