import Testing

@testable import Telemetry

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

@Suite struct WallTimeTests {
    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
        (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
        (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
        (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
        (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"),
    ])
    func `the date of HTTP is written as its standard shows it`(seconds: Int64, text: String) {
        #expect(WallTime(seconds: seconds).imfFixdate == text)
    }

    @Test func `the calendar agrees with the C library over ten thousand years`() {
        var compared = 0
        // A stride of about 9.3 days that shares no factor with a day: every hour, weekday and month comes up.
        for seconds in stride(from: Int64(-62_135_596_800), through: 253_402_300_799, by: 805_037 * 13) {
            var clock = time_t(seconds)
            var parts = tm()
            guard gmtime_r(&clock, &parts) != nil else { continue }
            let date = CalendarDate(WallTime(seconds: seconds))
            let ours = [date.year - 1900, date.month - 1, date.day, date.hour, date.minute, date.second, date.weekday]
            let theirs = [
                parts.tm_year, parts.tm_mon, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec, parts.tm_wday,
            ]
            if ours != theirs.map(Int.init) {
                Issue.record("\(seconds): \(ours), the C library says \(theirs)")
                return
            }
            compared += 1
        }
        #expect(compared > 30_000)
    }

    @Test func `the buffer gets 29 bytes and nothing beyond them`() {
        var buffer = [UInt8](repeating: 0x2E, count: 32)
        let count = buffer.withUnsafeMutableBufferPointer {
            WallTime(seconds: 784_111_777).writeIMFFixdate(to: $0)
        }
        #expect(count == 29)
        #expect(String(decoding: buffer, as: UTF8.self) == "Sun, 06 Nov 1994 08:49:37 GMT...")
    }

    @Test func `milliseconds are cut off, not rounded into the next second`() {
        #expect(WallTime(seconds: 951_782_399, nanoseconds: 999_999_999).rfc3339 == "2000-02-28T23:59:59.999Z")
        #expect(WallTime(seconds: 1_795_237_200, nanoseconds: 7_000_000).rfc3339 == "2026-11-21T05:00:00.007Z")
    }

    @Test func `the system's clocks run, and only one of them on the calendar`() {
        let time = SystemTime()
        let before = (time.uptime, time.wallTime)
        let after = (time.uptime, time.wallTime)
        #expect(after.0 >= before.0)
        #expect(before.1 > WallTime(seconds: 1_700_000_000))
    }

    @Test func `manual clocks move together`() {
        let time = ManualTime(wallTime: WallTime(seconds: 10, nanoseconds: 900_000_000))
        time.advance(by: .milliseconds(250))
        #expect(time.uptime == .milliseconds(250))
        #expect(time.wallTime == WallTime(seconds: 11, nanoseconds: 150_000_000))
    }

    @Test(arguments: [
        ("2026-08-21T10:11:12.123456789-07:00", 1_787_332_272, 123_456_789), ("1970-01-01T00:00:00Z", 0, 0),
        ("1969-12-31T23:59:59.5Z", -1, 500_000_000), ("0001-01-01T00:00:00Z", -62_135_596_800, 0),
        ("2000-02-29T23:59:59+23:59", 951_782_459, 0),
        ("9999-12-31T23:59:59.9999999999Z", 253_402_300_799, 999_999_999),
    ])
    func `a moment is read as programs write it`(text: String, seconds: Int64, nanoseconds: Int32) {
        #expect(WallTime(rfc3339: text) == WallTime(seconds: seconds, nanoseconds: nanoseconds))
    }

    @Test func `what is written is read again`() {
        for seconds in stride(from: Int64(-62_135_596_800), through: 253_402_300_799, by: 805_037 * 1301) {
            let time = WallTime(seconds: seconds, nanoseconds: 7_000_000)
            #expect(WallTime(rfc3339: time.rfc3339) == time)
        }
    }

    @Test(arguments: [
        "", "2026", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-01-00T00:00:00Z", "2026-01-01T24:00:00Z",
        "2026-01-01T00:60:00Z", "2026-01-01T00:00:00", "2026-01-01 00:00:00Z", "2026-01-01T00:00:00.Z",
        "2026-01-01T00:00:00+0100",
        "2026-01-01T00:00:00Zx", "02026-01-01T00:00:00Z", "yesterday", "２０２６-01-01T00:00:00Z",
    ])
    func `what is no moment is none`(text: String) {
        #expect(WallTime(rfc3339: text) == nil)
    }
}
