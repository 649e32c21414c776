/// A point on the monotonic clock, in nanoseconds since an origin nobody needs to know.
///
/// The deciding modules never read a clock: whoever calls them passes an `Instant`. It is one machine word, so that a
/// ticket, a reservation and an event can carry several. Calendar time is `WallTime`, and the two never mix.
package struct Instant: Hashable, Comparable, Sendable {
    package let nanoseconds: Int64

    @inlinable @inline(__always)
    package init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// Later than anything that will happen; the deadline of what has none.
    package static let distantFuture = Instant(nanoseconds: .max)
    package static let distantPast = Instant(nanoseconds: .min)

    @inlinable @inline(__always)
    package static func < (a: Instant, b: Instant) -> Bool { a.nanoseconds < b.nanoseconds }

    /// The instant that many seconds on; it stops at the ends of time instead of overflowing.
    @inlinable @inline(__always)
    package static func + (instant: Instant, seconds: Seconds) -> Instant {
        let nanoseconds = Double(instant.nanoseconds) + seconds.value * 1e9
        guard nanoseconds < 9.2e18 else { return .distantFuture }
        guard nanoseconds > -9.2e18 else { return .distantPast }
        return Instant(nanoseconds: instant.nanoseconds &+ Int64(seconds.value * 1e9))
    }

    @inlinable @inline(__always)
    package static func - (instant: Instant, seconds: Seconds) -> Instant { instant + -seconds }

    @inlinable @inline(__always)
    package static func - (later: Instant, earlier: Instant) -> Seconds {
        let (difference, overflow) = later.nanoseconds.subtractingReportingOverflow(earlier.nanoseconds)
        return Seconds(overflow ? (later > earlier ? 1e10 : -1e10) : Double(difference) / 1e9)
    }
}

extension Instant {
    package func advanced(by duration: Duration) -> Instant { self + Seconds(duration) }
}
