/// What any machine may say of itself. Nothing that is real lies outside, and sums and products of what lies inside never overflow.
///
/// A heartbeat that says more is refused; what an inference server says to a probe is cut, for its owner can do nothing about it.
package enum ReportBounds {
    /// At once, running or waiting.
    package static let requests = 0...65_536
    package static let tokens = 0...1 << 30
    package static let bytes = 0...1 << 50
    /// Seconds.
    package static let utcOffset = -86_400...86_400
    package static let costTier = 0...100
    /// Seconds.
    package static let handicap = -3600.0...3600
    package static let bytesPerSecond = 0.0...1e15
    /// In one report. More than the fleet takes of one node: who has some more than that loses only those.
    package static let backendsMax = 256
    package static let modelsMax = 4096
}

extension Comparable {
    package func cut(to bounds: ClosedRange<Self>) -> Self { min(max(self, bounds.lowerBound), bounds.upperBound) }
}

extension ByteCount {
    func cut(to bounds: ClosedRange<Int>) -> ByteCount {
        ByteCount(Int64(Int(value).cut(to: bounds)))
    }
}

extension String {
    /// Such a text would do something to the terminal on which it is shown, in the place of being read.
    package var hasControlCharacters: Bool {
        unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
    }
}
