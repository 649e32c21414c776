import Telemetry

@testable import Storage

/// Clocks that stand still until they are moved.
final class StillTime: TimeSource {
    private let moved = Monitor(Int64(0))
    static let start: Int64 = 1_800_000_000

    var uptime: Duration { .seconds(moved.withLock { $0 }) }
    var wallTime: WallTime { WallTime(seconds: Self.start + moved.withLock { $0 }) }

    func advance(seconds: Int64) {
        moved.withLock { $0 += seconds }
    }

    func advance(days: Int64) { advance(seconds: days * 86_400) }
}
