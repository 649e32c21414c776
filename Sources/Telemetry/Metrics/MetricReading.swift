/// A number that somebody else keeps and that is asked for when the page is made. Nil leaves it out.
struct MetricReading: MetricSource {
    let unit: MetricUnit
    let read: @Sendable () -> Int?

    func write(to page: inout MetricsPage, name: String) {
        if let value = read() { page.sample(name, [], unit.text(value)) }
    }
}
