/// How fast a backend reads a prompt or writes an answer.
package struct TokensPerSecond: Hashable, Comparable, Sendable {
    package var value: Double

    @inlinable @inline(__always)
    package init(_ value: Double) {
        self.value = value
    }

    @inlinable @inline(__always) package static func < (a: Self, b: Self) -> Bool { a.value < b.value }
    @inlinable @inline(__always) package static func / (tokens: Double, rate: Self) -> Seconds {
        Seconds(tokens / rate.value)
    }
}
