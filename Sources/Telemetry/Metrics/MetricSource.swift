/// What stands behind one name on the page.
protocol MetricSource: Sendable {
    func write(to page: inout MetricsPage, name: String)
}
