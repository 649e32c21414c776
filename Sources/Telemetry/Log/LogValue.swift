/// The value of a field of a log line, typed so that each format can write it its own way: `took=12.5ms`, `"took":0.0125`.
package enum LogValue: Equatable, Sendable {
    case string(String)
    case int(Int)
    case duration(Duration)
    case bytes(Int)
    case bool(Bool)
}

extension LogValue: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int) { self = .int(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
}

/// Fields in the order they were written. The keys are literals of the source, so no client's text becomes a key.
package typealias LogFields = KeyValuePairs<StaticString, LogValue>
