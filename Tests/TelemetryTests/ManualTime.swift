import Synchronization
import Telemetry

/// Clocks that stand still until they are told to move.
final class ManualTime: TimeSource {
    private struct State {
        var uptime: Duration
        var wallTime: WallTime
    }

    private let state: Mutex<State>

    init(uptime: Duration = .zero, wallTime: WallTime) {
        state = Mutex(State(uptime: uptime, wallTime: wallTime))
    }

    var uptime: Duration { state.withLock { $0.uptime } }
    var wallTime: WallTime { state.withLock { $0.wallTime } }

    /// Moves both clocks; the calendar by whole nanoseconds.
    func advance(by duration: Duration) {
        state.withLock { state in
            state.uptime += duration
            let nanoseconds = Int(state.wallTime.nanoseconds) + duration.wholeNanoseconds
            let (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
            state.wallTime = WallTime(seconds: state.wallTime.seconds + Int64(seconds), nanoseconds: Int32(rest))
        }
    }
}
