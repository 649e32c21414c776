/// A moment of the monotonic clock in nanoseconds: what every deadline in the engine is counted in.
///
/// One machine word, so that re-arming a deadline for each chunk of a stream is one store. `never` sorts after everything.
package struct LoopTime: Comparable, Hashable, Sendable {
    package var nanoseconds: UInt64

    package init(nanoseconds: UInt64) {
        self.nanoseconds = nanoseconds
    }

    package static let never = LoopTime(nanoseconds: .max)

    package static func < (one: LoopTime, other: LoopTime) -> Bool {
        one.nanoseconds < other.nanoseconds
    }

    package func advanced(by span: LoopSpan) -> LoopTime {
        let (sum, overflow) = nanoseconds.addingReportingOverflow(span.nanoseconds)
        return overflow ? .never : LoopTime(nanoseconds: sum)
    }

    /// The time passed since an earlier moment, zero when that moment is still to come.
    package func since(_ earlier: LoopTime) -> LoopSpan {
        LoopSpan(nanoseconds: nanoseconds > earlier.nanoseconds ? nanoseconds - earlier.nanoseconds : 0)
    }
}

/// A length of time in nanoseconds, converted once from a `Duration` when the settings are read.
///
/// `Duration` counts attoseconds in 128 bits; dividing that on the hot path costs more than the deadline is worth.
package struct LoopSpan: Comparable, Hashable, Sendable {
    package var nanoseconds: UInt64

    package init(nanoseconds: UInt64) {
        self.nanoseconds = nanoseconds
    }

    /// Negative durations count as zero, those beyond 584 years as for ever.
    package init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        guard seconds >= 0, attoseconds >= 0 else {
            nanoseconds = 0
            return
        }
        let (whole, overflow) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, carried) = whole.addingReportingOverflow(UInt64(attoseconds) / 1_000_000_000)
        nanoseconds = overflow || carried ? .max : sum
    }

    package var wholeNanoseconds: Int { Int(clamping: nanoseconds) }

    package static let forever = LoopSpan(nanoseconds: .max)

    package static func < (one: LoopSpan, other: LoopSpan) -> Bool {
        one.nanoseconds < other.nanoseconds
    }
}
