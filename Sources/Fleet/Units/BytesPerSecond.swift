/// How fast memory is read or a model is loaded.
package struct BytesPerSecond: Hashable, Comparable, Sendable {
    package var value: Double

    @inlinable @inline(__always)
    package init(_ value: Double) {
        self.value = value
    }

    package static func gigabytes(_ count: Double) -> Self { Self(count * 1e9) }

    @inlinable @inline(__always) package static func < (a: Self, b: Self) -> Bool { a.value < b.value }
}
