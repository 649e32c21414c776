#if os(macOS)
    import Darwin

    extension SystemTime {
        static let awakeClock = CLOCK_UPTIME_RAW
        static let sleepCountingClock = CLOCK_MONOTONIC_RAW
    }
#endif
