/// Counts what happened; never goes down.
package final class Counter: Metric {
    package static let type = MetricType.counter

    private let cells: ShardedCells
    private let unit: MetricUnit

    init(shards: Int = 1, unit: MetricUnit = .one) {
        cells = ShardedCells(width: 1, shards: shards)
        self.unit = unit
    }

    /// - Parameter shard: the number of the loop that counts, 0 for everybody else.
    package func add(_ amount: Int = 1, shard: Int = 0) {
        assert(amount >= 0, "a counter never goes down")
        cells.add(amount, to: 0, shard: shard)
    }

    package var value: Int { cells.sum(of: 0) }

    package func write(to page: inout MetricsPage, name: String, labels: [MetricLabel]) {
        page.sample(name, labels, unit.text(value))
    }
}
