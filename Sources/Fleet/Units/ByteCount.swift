/// How much memory or text, in bytes.
package struct ByteCount: Hashable, Comparable, AdditiveArithmetic, Sendable {
    package var value: Int64

    @inlinable @inline(__always)
    package init(_ value: Int64) {
        self.value = value
    }

    package static func gigabytes(_ count: Double) -> ByteCount { ByteCount(Int64(count * 1e9)) }

    @inlinable @inline(__always) package static var zero: ByteCount { ByteCount(0) }
    @inlinable @inline(__always) package static func < (a: ByteCount, b: ByteCount) -> Bool { a.value < b.value }
    @inlinable @inline(__always) package static func + (a: ByteCount, b: ByteCount) -> ByteCount {
        ByteCount(a.value &+ b.value)
    }
    @inlinable @inline(__always) package static func - (a: ByteCount, b: ByteCount) -> ByteCount {
        ByteCount(a.value &- b.value)
    }
    @inlinable @inline(__always) package static func / (a: ByteCount, rate: BytesPerSecond) -> Seconds {
        Seconds(Double(a.value) / rate.value)
    }
}
