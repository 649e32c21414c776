/// How values kept elsewhere are spread, as read at a scrape: the count of each bucket, not added up, the last one without
/// a bound.
package struct MetricDistribution: Sendable {
    let bounds: [Int]
    let counts: [Int]
    let sum: Int
    let unit: MetricUnit

    package init(bounds: [Int], counts: [Int], sum: Int, unit: MetricUnit) {
        precondition(counts.count == bounds.count + 1)
        self.bounds = bounds
        self.counts = counts
        self.sum = sum
        self.unit = unit
    }

    func write(to page: inout MetricsPage, name: String, labels: [MetricLabel]) {
        var count = 0
        for (bound, inBucket) in zip(bounds.map(unit.text) + ["+Inf"], counts) {
            count += inBucket
            page.sample(name + "_bucket", labels, last: MetricLabel(name: "le", value: bound), "\(count)")
        }
        page.sample(name + "_sum", labels, unit.text(sum))
        page.sample(name + "_count", labels, "\(count)")
    }
}

/// A distribution read at each scrape.
struct MetricDistributionReading: MetricSource {
    let read: @Sendable () -> MetricDistribution

    func write(to page: inout MetricsPage, name: String) {
        read().write(to: &page, name: name, labels: [])
    }
}
