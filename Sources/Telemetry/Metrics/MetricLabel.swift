/// `route="chat"`
package struct MetricLabel: Hashable, Sendable {
    let name: String
    let value: String
}
