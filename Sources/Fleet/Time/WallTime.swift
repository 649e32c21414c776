/// Calendar time: seconds since 1970 in UTC, and how far the owner's clock is from UTC.
///
/// Only habits need it (the owner is in a meeting on Tuesdays at ten); elapsed time comes from `Instant`.
package struct WallTime: Hashable, Sendable {
    package let secondsSince1970: Int64
    package let offsetFromUTC: Int64

    package init(secondsSince1970: Int64, offsetFromUTC: Int64 = 0) {
        self.secondsSince1970 = secondsSince1970
        self.offsetFromUTC = offsetFromUTC
    }

    /// 0 is Monday from midnight to one o'clock, 167 the last hour of Sunday.
    package var hourOfWeek: Int {
        let hours = (secondsSince1970 + offsetFromUTC).floorDivided(by: 3600)
        // 1 January 1970 was a Thursday.
        let sinceMonday = hours + 3 * 24
        return Int(sinceMonday - sinceMonday.floorDivided(by: 168) * 168)
    }
}

extension Int64 {
    fileprivate func floorDivided(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
