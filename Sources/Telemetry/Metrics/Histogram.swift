/// How values are spread: a count for each bucket and the sum of all.
///
/// The count of all is not kept but added up from the buckets, so that a page never contradicts itself.
package final class Histogram: Metric {
    package static let type = MetricType.histogram

    private let cells: ShardedCells
    private let buckets: Buckets

    init(buckets: Buckets, shards: Int = 1) {
        self.buckets = buckets
        // One more for what is above the last bound, one more for the sum.
        cells = ShardedCells(width: buckets.bounds.count + 2, shards: shards)
    }

    /// - Parameters:
    ///   - value: in the unit of the buckets: bytes, or nanoseconds where they are durations.
    ///   - shard: the number of the loop that measures, 0 for everybody else.
    package func record(_ value: Int, shard: Int = 0) {
        cells.add(1, to: buckets.index(of: value), shard: shard)
        cells.add(max(0, value), to: cells.width - 1, shard: shard)
    }

    package func record(_ duration: Duration, shard: Int = 0) {
        assert(buckets.unit == .seconds)
        record(duration.wholeNanoseconds, shard: shard)
    }

    package func write(to page: inout MetricsPage, name: String, labels: [MetricLabel]) {
        let spread = MetricDistribution(
            bounds: buckets.bounds,
            counts: (0...buckets.bounds.count).map { cells.sum(of: $0) },
            sum: cells.sum(of: cells.width - 1),
            unit: buckets.unit
        )
        spread.write(to: &page, name: name, labels: labels)
    }
}
