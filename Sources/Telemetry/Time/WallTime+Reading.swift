extension WallTime {
    /// A moment as programs write it (RFC 3339): `2026-11-21T05:00:00.123456789+02:00`. Nil for anything else, so that who
    /// reads it strictly after us can.
    package init?(rfc3339 text: String) {
        var reader = Reader(rest: Array(text.utf8)[...])
        guard let year = reader.number(4), reader.take("-"), let month = reader.number(2), reader.take("-"),
            let day = reader.number(2), reader.take("T"), let hour = reader.number(2), reader.take(":"),
            let minute = reader.number(2), reader.take(":"), let second = reader.number(2)
        else { return nil }
        guard 1...12 ~= month, 1...Self.days(in: month, of: year) ~= day, hour < 24, minute < 60, second < 60,
            let nanoseconds = reader.fraction(), let offset = reader.offset(), reader.rest.isEmpty
        else { return nil }
        let seconds = Self.days(to: year, month, day) * 86_400 + Int64(hour * 3600 + minute * 60 + second - offset)
        self.init(seconds: seconds, nanoseconds: nanoseconds)
    }

    private static func days(in month: Int, of year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    /// Since 1970; years are counted from March, as `CalendarDate` does.
    private static func days(to year: Int, _ month: Int, _ day: Int) -> Int64 {
        let year = month <= 2 ? year + 399 : year + 400
        let (era, yearOfEra) = (year / 400, year % 400)
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        // The year 400 stands for the year 0 above, so that the one before it is not negative.
        return Int64((era - 1) * 146_097 + dayOfEra - 719_468)
    }

    private struct Reader {
        var rest: ArraySlice<UInt8>

        mutating func take(_ mark: Unicode.Scalar) -> Bool {
            guard rest.first == UInt8(ascii: mark) else { return false }
            rest.removeFirst()
            return true
        }

        mutating func number(_ digits: Int) -> Int? {
            guard rest.count >= digits, rest.prefix(digits).allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
            defer { rest.removeFirst(digits) }
            return rest.prefix(digits).reduce(0) { $0 * 10 + Int($1 - 0x30) }
        }

        /// In nanoseconds; finer digits are cut off.
        mutating func fraction() -> Int32? {
            guard take(".") else { return 0 }
            let digits = rest.prefix { 0x30...0x39 ~= $0 }
            if digits.isEmpty { return nil }
            rest.removeFirst(digits.count)
            return (0..<9).reduce(0) {
                $0 * 10 + ($1 < digits.count ? Int32(digits[digits.startIndex + $1] - 0x30) : 0)
            }
        }

        /// In seconds east of UTC.
        mutating func offset() -> Int? {
            if take("Z") { return 0 }
            let isWest = take("-")
            guard isWest || take("+"), let hours = number(2), take(":"), let minutes = number(2), hours < 24,
                minutes < 60
            else { return nil }
            return (isWest ? -1 : 1) * (hours * 3600 + minutes * 60)
        }
    }
}
