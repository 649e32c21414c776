package import Fleet

/// How waiting times are spread: from one millisecond on, each bucket twice as wide as all before it together.
package struct Spread: Sendable {
    package static let bucketCount = 21

    /// One for each bucket; the last has no upper bound.
    package var counts: [Int] { (0..<Self.bucketCount).map { buckets[$0] } }
    private var buckets = SIMD32<Int>()
    package private(set) var sum = Seconds.zero

    package init() {}

    /// What a bucket's times do not exceed; the last has none.
    package static func bound(_ bucket: Int) -> Seconds { Seconds(Double(1 << bucket) / 1000) }

    package mutating func record(_ time: Seconds) {
        let time = max(time, .zero)
        let milliseconds = Int(min((time.value * 1000).rounded(.up), 1e9))
        let bucket = milliseconds <= 1 ? 0 : Int.bitWidth - (milliseconds - 1).leadingZeroBitCount
        buckets[min(bucket, Self.bucketCount - 1)] += 1
        sum += time
    }
}
