/// The kinds of the text format.
package enum MetricType: String, Sendable {
    case counter, gauge, histogram
}
