/// The upper bounds of a histogram, each a fixed factor above the one before.
///
/// Finding a value's bucket takes two or three steps however many there are: the position of its highest bit says where to begin.
package struct Buckets: Sendable {
    let bounds: [Int]
    let unit: MetricUnit
    /// For each bit width of a value, the first bucket it may belong to.
    private let firstByWidth: [UInt8]

    package static func exponential(from first: Duration, factor: Int = 2, count: Int) -> Buckets {
        Buckets(first: first.wholeNanoseconds, factor: factor, count: count, unit: .seconds)
    }

    /// For sizes and other plain numbers.
    package static func exponential(from first: Int, factor: Int = 2, count: Int) -> Buckets {
        Buckets(first: first, factor: factor, count: count, unit: .one)
    }

    private init(first: Int, factor: Int, count: Int, unit: MetricUnit) {
        precondition(first > 0 && factor > 1 && (1...64).contains(count))
        var bounds = [first]
        while bounds.count < count { bounds.append(bounds[bounds.count - 1] * factor) }
        self.bounds = bounds
        self.unit = unit
        firstByWidth = (0...Int.bitWidth).map { width in
            let least = width == 0 ? 0 : width == Int.bitWidth ? .max : 1 << (width - 1)
            return UInt8(bounds.firstIndex { least <= $0 } ?? bounds.count)
        }
    }

    /// The bucket of a value; one past the last bound is the bucket of everything larger.
    @inline(__always)
    func index(of value: Int) -> Int {
        guard value > 0 else { return 0 }
        var index = Int(firstByWidth[Int.bitWidth - value.leadingZeroBitCount])
        while index < bounds.count && value > bounds[index] { index += 1 }
        return index
    }
}
