import Fleet
import Testing

@testable import NodeAgent

@Suite struct SleepNoticeTests {
    private func looks(_ seconds: [Double]) -> [Seconds?] {
        var notice = SleepNotice()
        return seconds.map { notice.look(at: after($0).now) }
    }

    @Test func `a pause that no busy machine makes is sleep, and is told once`() {
        #expect(looks([0, 1, 4, 7, 3607, 3608]) == [nil, nil, nil, nil, 3600, nil])
    }

    @Test func `the start is no waking, and a clock that stands still or goes back is no sleep`() {
        #expect(looks([1e6, 1e6, 5, 6]) == [nil, nil, nil, nil])
    }
}
