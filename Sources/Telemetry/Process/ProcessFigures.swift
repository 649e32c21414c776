#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What the system says about this process. Nil where it does not tell.
///
/// Memory, descriptors and the start are asked of each platform in its own way, in the files beside this one.
package enum ProcessFigures {
    /// Time on a processor, all threads, in the program and in the kernel.
    package static func cpuTime() -> Duration? {
        var time = timespec()
        guard clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0 else { return nil }
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }

    package static func filesMax() -> Int? {
        var limit = rlimit()
        guard getrlimit(openFilesLimit, &limit) == 0 else { return nil }
        return Int(clamping: limit.rlim_cur)
    }

    /// Under the names that every Prometheus client uses, so that ready-made dashboards show them.
    package static func declare(in registry: MetricRegistry) {
        registry.reading(
            "process_cpu_seconds_total",
            help: "Processor time used, in seconds.",
            type: .counter,
            unit: .seconds
        ) { cpuTime()?.wholeNanoseconds }
        registry.reading("process_resident_memory_bytes", help: "Memory resident, in bytes.") { residentBytes() }
        registry.reading("process_open_fds", help: "Open file descriptors.") { openFiles() }
        registry.reading("process_max_fds", help: "File descriptors allowed.") { filesMax() }
        registry.reading(
            "process_start_time_seconds",
            help: "When the process started, in seconds since 1970.",
            unit: .seconds
        ) { startTime().map { Int($0.seconds) * 1_000_000_000 + Int($0.nanoseconds) } }
    }
}
