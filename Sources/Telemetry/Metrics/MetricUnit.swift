/// How a whole number is written on the page. Time is kept in nanoseconds and shown in seconds, as the format's conventions ask.
package enum MetricUnit: Sendable {
    case one
    case seconds

    func text(_ value: Int) -> String {
        switch self {
        case .one: String(value)
        case .seconds: DecimalText.of(value, decimals: 9)
        }
    }
}
