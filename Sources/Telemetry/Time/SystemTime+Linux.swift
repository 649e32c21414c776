#if os(Linux)
    import Glibc

    extension SystemTime {
        static let awakeClock = CLOCK_MONOTONIC
        static let sleepCountingClock = CLOCK_BOOTTIME
    }
#endif
