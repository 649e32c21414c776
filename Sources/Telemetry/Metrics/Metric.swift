/// A number or a few that can be scraped.
package protocol Metric: Sendable {
    static var type: MetricType { get }
    func write(to page: inout MetricsPage, name: String, labels: [MetricLabel])
}
