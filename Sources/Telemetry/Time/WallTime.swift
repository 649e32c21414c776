/// A moment on the calendar, counted from the start of 1970 in UTC. For people, dates and weekly habits.
///
/// Never for elapsed time: the clock behind it is set back and forth. Deadlines are counted with `TimeSource.uptime`.
package struct WallTime: Hashable, Comparable, Sendable {
    package let seconds: Int64
    /// 0 ..< 1,000,000,000, also before 1970.
    package let nanoseconds: Int32

    package init(seconds: Int64, nanoseconds: Int32 = 0) {
        precondition((0..<1_000_000_000).contains(nanoseconds))
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    package static func < (left: WallTime, right: WallTime) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }

    /// `2026-11-21T05:00:00.123Z`
    package var rfc3339: String {
        var bytes: [UInt8] = []
        appendRFC3339(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    package func appendRFC3339(to bytes: inout [UInt8]) {
        let date = CalendarDate(self)
        bytes.appendDecimal(date.year, digits: 4)
        for (mark, part) in [
            ("-", date.month), ("-", date.day), ("T", date.hour), (":", date.minute), (":", date.second),
        ] {
            bytes += mark.utf8
            bytes.appendDecimal(part, digits: 2)
        }
        bytes.append(UInt8(ascii: "."))
        bytes.appendDecimal(Int(nanoseconds) / 1_000_000, digits: 3)
        bytes.append(UInt8(ascii: "Z"))
    }

    /// `Sat, 21 Nov 2026 05:00:00 GMT`, the date of HTTP. Always these 29 bytes for the years 0 to 9999.
    package var imfFixdate: String {
        String(unsafeUninitializedCapacity: Self.imfFixdateBytes) { writeIMFFixdate(to: $0) }
    }

    package static let imfFixdateBytes = 29

    /// Writes the 29 bytes at the start of the buffer and returns 29.
    @discardableResult
    package func writeIMFFixdate(to buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
        precondition(buffer.count >= Self.imfFixdateBytes)
        let date = CalendarDate(self)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.imfFixdateBytes)
        bytes += date.weekdayName.utf8
        bytes += ", ".utf8
        bytes.appendDecimal(date.day, digits: 2)
        bytes.append(UInt8(ascii: " "))
        bytes += date.monthName.utf8
        bytes.append(UInt8(ascii: " "))
        bytes.appendDecimal(date.year, digits: 4)
        for (mark, part) in [(" ", date.hour), (":", date.minute), (":", date.second)] {
            bytes += mark.utf8
            bytes.appendDecimal(part, digits: 2)
        }
        bytes += " GMT".utf8
        _ = buffer.update(fromContentsOf: bytes.prefix(Self.imfFixdateBytes))
        return Self.imfFixdateBytes
    }
}

extension [UInt8] {
    /// A number with leading zeros; only its last digits if it has more.
    fileprivate mutating func appendDecimal(_ value: Int, digits: Int) {
        var scale = (1..<digits).reduce(1) { scale, _ in scale * 10 }
        while scale > 0 {
            append(UInt8(ascii: "0") + UInt8(Swift.abs(value / scale % 10)))
            scale /= 10
        }
    }
}
