import HTTPEngine
import Testing

@testable import Discovery

@Suite struct RetryPaceTests {
    @Test func `it doubles up to the limit, and begins again after what went well`() {
        var pace = RetryPace(from: LoopSpan(.seconds(1)), to: LoopSpan(.seconds(60)))
        let spans = (0..<8).map { _ in pace.failed().nanoseconds / 1_000_000_000 }
        #expect(spans == [1, 2, 4, 8, 16, 32, 60, 60])
        for _ in 0..<1000 { #expect(pace.failed() == LoopSpan(.seconds(60))) }
        pace.succeeded()
        #expect(pace.failed() == LoopSpan(.seconds(1)))
    }
}
