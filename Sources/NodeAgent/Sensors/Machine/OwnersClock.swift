#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The clock on the owner's wall.
enum OwnersClock {
    /// Seconds it is ahead of UTC at that moment, summer time included.
    static func offsetFromUTC(at secondsSince1970: Int64) -> Int64 {
        var seconds = time_t(secondsSince1970)
        var parts = tm()
        guard localtime_r(&seconds, &parts) != nil else { return 0 }
        return Int64(parts.tm_gmtoff)
    }
}
