/// A point in time as the cluster writes it: `2026-06-22T12:00:00.123456Z`, or with an offset. Only for differences.
enum ExoTime {
    /// Since the year 2000; nil for what is no time.
    static func seconds(_ text: String) -> Double? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 19, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":")
        else { return nil }
        let parts = [0..<4, 5..<7, 8..<10, 11..<13, 14..<16, 17..<19].map { number(bytes[$0]) }
        guard let year = parts[0], let month = parts[1], let day = parts[2], let hour = parts[3],
            let minute = parts[4], let second = parts[5], (1...12).contains(month)
        else { return nil }
        var rest = bytes[19...]
        var fraction = 0.0
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
            fraction = Double("0." + String(decoding: digits, as: UTF8.self)) ?? 0
            rest = rest[digits.endIndex...]
        }
        let time = Double(days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second) + fraction
        return time - Double(offset(rest))
    }

    /// Of `+02:00`; none for `Z`, and for what is nothing of the sort.
    private static func offset(_ text: ArraySlice<UInt8>) -> Int {
        let bytes = Array(text)
        guard bytes.count == 6, let hours = number(bytes[1..<3]), let minutes = number(bytes[4..<6]) else { return 0 }
        let size = hours * 3600 + minutes * 60
        return bytes[0] == UInt8(ascii: "-") ? -size : size
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
        Int(String(decoding: bytes, as: UTF8.self))
    }

    /// Whole days, counted with the year beginning in March so that a leap day is its last.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let monthsIn = (month + 9) % 12
        return (shifted - 2000) * 365 + shifted / 4 - shifted / 100 + shifted / 400 + (monthsIn * 153 + 2) / 5 + day
    }
}
