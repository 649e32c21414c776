/// How short of memory a machine says it is.
package enum MemoryPressure: Int, Comparable, Sendable {
    case normal, warning, critical

    /// As heartbeats write it.
    package static let words: [(String, MemoryPressure)] = [
        ("normal", .normal), ("warning", .warning), ("critical", .critical),
    ]

    package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
