/// How hot a machine says it is: macOS thermal states; agents on Linux map zones and throttle counters onto them.
package enum ThermalState: Int, CaseIterable, Comparable, Sendable {
    case nominal, fair, serious, critical

    /// As heartbeats write it.
    package static let words: [(String, ThermalState)] = [
        ("nominal", .nominal), ("fair", .fair), ("serious", .serious), ("critical", .critical),
    ]

    package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
