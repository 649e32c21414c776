import Testing

@testable import NodeAgent

@Suite struct StandingTests {
    @Test func `it is news when it changes, not when the same trouble has another number in it`() {
        #expect(Standing.looking("refused").isNews(after: .starting))
        #expect(!Standing.looking("port 2: refused").isNews(after: .looking("port 1: refused")))
        #expect(Standing.joined(name: "a").isNews(after: .looking("refused")))
        #expect(!Standing.joined(name: "a").isNews(after: .joined(name: "a")))
        #expect(Standing.joined(name: "a-2").isNews(after: .joined(name: "a")))
        #expect(Standing.refused("another secret").isNews(after: .refused("another fleet")))
        #expect(Standing.looking("refused").isNews(after: .joined(name: "a")))
    }
}
