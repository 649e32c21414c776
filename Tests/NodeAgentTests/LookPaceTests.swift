import Fleet
import Testing

@testable import NodeAgent

@Suite struct LookPaceTests {
    private func pauses(after looks: [ServerBook.Look], interval: Seconds = 3, isNamed: Bool = false) -> [Seconds] {
        var pace = LookPace(interval: interval, isNamed: isNamed)
        return looks.map { pace.next(after: $0) }
    }

    @Test func `a server is looked at often, an empty port seldom, unless the owner has named it`() {
        #expect(pauses(after: [.server, .nobody]) == [3, 5])
        #expect(pauses(after: [.nobody], isNamed: true) == [3])
    }

    @Test func `what is no inference server is asked ever more rarely, until it is one`() {
        let looks = [ServerBook.Look](repeating: .stranger, count: 7) + [.server, .stranger]
        #expect(pauses(after: looks, isNamed: true) == [15, 30, 60, 120, 240, 300, 300, 3, 15])
    }

    @Test func `a long interval is never undercut`() {
        #expect(pauses(after: [.nobody, .stranger], interval: 60) == [60, 60])
    }
}
