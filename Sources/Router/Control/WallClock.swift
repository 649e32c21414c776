import Fleet
import Telemetry

/// Reads moments of the monotonic clock on the calendar, by one look at both clocks.
struct WallClock: Sendable {
    private let now: Instant
    private let wall: Telemetry.WallTime

    init(_ time: some TimeSource = SystemTime(), at now: Instant) {
        self.now = now
        wall = time.wallTime
    }

    /// `2026-11-21T05:00:00.123Z`
    func text(_ instant: Instant) -> String {
        let billion: Int64 = 1_000_000_000
        let past = now.nanoseconds - instant.nanoseconds
        var seconds = wall.seconds - past / billion
        var nanoseconds = Int64(wall.nanoseconds) - past % billion
        if nanoseconds < 0 { (seconds, nanoseconds) = (seconds - 1, nanoseconds + billion) }
        if nanoseconds >= billion { (seconds, nanoseconds) = (seconds + 1, nanoseconds - billion) }
        return Telemetry.WallTime(seconds: seconds, nanoseconds: Int32(nanoseconds)).rfc3339
    }
}
