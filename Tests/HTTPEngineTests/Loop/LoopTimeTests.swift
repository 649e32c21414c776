import Testing

@testable import HTTPEngine

@Suite struct LoopTimeTests {
    @Test(
        arguments: [
            (Duration.zero, 0), (.nanoseconds(1), 1), (.milliseconds(1500), 1_500_000_000), (.seconds(-1), 0),
            (.nanoseconds(-1), 0), (.seconds(Int64.max), .max), (.seconds(18_446_744_073), 18_446_744_073_000_000_000),
            (.seconds(18_446_744_074), .max),
        ] as [(Duration, UInt64)]
    )
    func `a span counts nanoseconds, at least none and at most all`(_ duration: Duration, _ nanoseconds: UInt64) {
        #expect(LoopSpan(duration).nanoseconds == nanoseconds)
    }

    @Test func `what lies beyond the end of time never comes`() {
        let moment = LoopTime(nanoseconds: .max - 5)
        #expect(moment.advanced(by: LoopSpan(nanoseconds: 4)) == LoopTime(nanoseconds: .max - 1))
        #expect(moment.advanced(by: LoopSpan(nanoseconds: 6)) == .never)
        #expect(moment.advanced(by: .forever) == .never)
        #expect(moment < .never)
    }

    @Test func `no time has passed since a moment that is to come`() {
        let (early, late) = (LoopTime(nanoseconds: 10), LoopTime(nanoseconds: 25))
        #expect(late.since(early) == LoopSpan(nanoseconds: 15))
        #expect(early.since(late) == LoopSpan(nanoseconds: 0))
    }
}
