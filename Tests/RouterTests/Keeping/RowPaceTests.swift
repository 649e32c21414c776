import HTTPEngine
import Testing

@testable import Router

@Suite struct RowPaceTests {
    @Test func `of each second the first requests are admitted and the others counted`() {
        let pace = RowPace(perSecond: 3)
        for second: UInt64 in [7, 8, 9] {
            let admitted = (0..<10).map { pace.admits(at: LoopTime(nanoseconds: second * 1_000_000_000 + $0)) }
            #expect(admitted == [true, true, true] + Array(repeating: false, count: 7))
        }
        #expect(pace.leftOutCount == 21)
    }
}
