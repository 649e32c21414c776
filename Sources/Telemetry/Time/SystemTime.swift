#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The clocks of the machine.
package struct SystemTime: TimeSource {
    package init() {}

    package var uptime: Duration { duration(Self.awakeClock) }

    /// As `uptime`, and goes on while the machine sleeps. Only to notice that it did.
    package var uptimeWithSleep: Duration { duration(Self.sleepCountingClock) }

    package var wallTime: WallTime {
        let time = read(CLOCK_REALTIME)
        return WallTime(seconds: Int64(time.tv_sec), nanoseconds: Int32(time.tv_nsec))
    }

    private func duration(_ clock: clockid_t) -> Duration {
        let time = read(clock)
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }

    private func read(_ clock: clockid_t) -> timespec {
        var time = timespec()
        let result = clock_gettime(clock, &time)
        precondition(result == 0, "the clocks exist on every system we run on")
        return time
    }
}
