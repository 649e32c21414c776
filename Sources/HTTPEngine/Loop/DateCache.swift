/// The `Date` field's value, composed anew when the second changes.
struct DateCache {
    private(set) var bytes = [UInt8]()
    private var validUntil = LoopTime(nanoseconds: 0)

    mutating func refresh(at now: LoopTime) {
        if now < validUntil { return }
        validUntil = now.advanced(by: LoopSpan(nanoseconds: 500_000_000))
        bytes = Self.compose(secondsSince1970: SystemCalls.secondsSince1970())
    }

    /// IMF-fixdate, as in `Sun, 06 Nov 1994 08:49:37 GMT`. Days are turned into a civil date by counting 400-year eras
    /// from 1 March of the year 0, which puts the leap day last.
    static func compose(secondsSince1970 seconds: Int64) -> [UInt8] {
        let days = seconds / 86_400
        let second = Int(seconds % 86_400)
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
        let month = Int(shiftedMonth < 10 ? shiftedMonth + 2 : shiftedMonth - 10)
        let year = Int(yearOfEra + era * 400) + (month < 2 ? 1 : 0)
        let weekday = Int((days + 4) % 7)
        let weekdays: StaticString = "SunMonTueWedThuFriSat"
        let months: StaticString = "JanFebMarAprMayJunJulAugSepOctNovDec"
        var text = ByteWriter(capacity: 29)
        text.append(weekdays, from: weekday * 3, count: 3)
        text.append(", ")
        text.append(twoDigits: day)
        text.append(" ")
        text.append(months, from: month * 3, count: 3)
        text.append(" ")
        text.append(twoDigits: year / 100)
        text.append(twoDigits: year % 100)
        text.append(" ")
        text.append(twoDigits: second / 3600)
        text.append(":")
        text.append(twoDigits: second / 60 % 60)
        text.append(":")
        text.append(twoDigits: second % 60)
        text.append(" GMT")
        return text.bytes
    }
}
