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

/// Distributions read at each scrape: one, or one for each value of a label.
struct MetricDistributionReading: MetricSource {
    let label: BoundedLabel?
    let read: @Sendable () -> [(value: String, spread: MetricDistribution)]

    func write(to page: inout MetricsPage, name: String) {
        for (value, spread) in read().prefix(label?.valuesMax ?? 1) {
            let labels = label.map { [MetricLabel(name: $0.name, value: value)] } ?? []
            spread.write(to: &page, name: name, labels: labels)
        }
    }
}
