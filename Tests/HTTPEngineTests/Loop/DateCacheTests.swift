import Testing

@testable import HTTPEngine

@Suite struct DateCacheTests {
    private func date(_ seconds: Int64) -> String {
        String(decoding: DateCache.compose(secondsSince1970: seconds), as: UTF8.self)
    }

    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (951_868_799, "Tue, 29 Feb 2000 23:59:59 GMT"),
        (2_147_483_648, "Tue, 19 Jan 2038 03:14:08 GMT"), (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"),
        (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"), (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"),
    ])
    func `a moment is written as HTTP wants it`(_ seconds: Int64, _ expected: String) {
        #expect(date(seconds) == expected)
    }

    /// Counted with fingers: month after month, with the lengths everybody knows.
    @Test func `months begin and end where the calendar says, until 2110`() {
        let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        var days = 0
        for year in 1970..<2110 {
            let isLeap = year % 4 == 0 && year != 2100
            let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            for (name, length) in zip(names, lengths) {
                let last = days + length - 1
                #expect(date(Int64(days) * 86_400) == "\(weekdays[days % 7]), 01 \(name) \(year) 00:00:00 GMT")
                #expect(
                    date(Int64(last) * 86_400 + 1) == "\(weekdays[last % 7]), \(length) \(name) \(year) 00:00:01 GMT"
                )
                days += length
            }
        }
    }

    @Test func `the date is that of now, and is kept for half a second`() {
        var cache = DateCache()
        let start = LoopTime(nanoseconds: 1_000_000_000)
        let before = SystemCalls.secondsSince1970()
        cache.refresh(at: start)
        let after = SystemCalls.secondsSince1970()
        #expect((before...after).map(DateCache.compose).contains(cache.bytes))
        let kept = cache
        cache.refresh(at: start.advanced(by: LoopSpan(.milliseconds(499))))
        #expect(cache.bytes == kept.bytes)
    }
}
