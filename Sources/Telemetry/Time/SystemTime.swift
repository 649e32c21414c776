#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The clocks of the machine.
package struct SystemTime: TimeSource {
    package init() {}

    package var uptime: Duration {
        let time = read(CLOCK_MONOTONIC)
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }

    package var wallTime: WallTime {
        let time = read(CLOCK_REALTIME)
        return WallTime(seconds: Int64(time.tv_sec), nanoseconds: Int32(time.tv_nsec))
    }

    private func read(_ clock: clockid_t) -> timespec {
        var time = timespec()
        let result = clock_gettime(clock, &time)
        precondition(result == 0, "both clocks exist on every system we run on")
        return time
    }
}
