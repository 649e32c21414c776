import HTTPEngine
import Testing

@Suite struct BellTests {
    @Test func `a ring wakes whoever waits, and the next one if nobody does`() async throws {
        let group = try LoopGroup(count: 1)
        let loop = group.loops[0]
        let bell = Bell(on: loop)
        bell.ring()
        bell.ring()
        let heard = await loop.run { await bell.wait(for: .forever) }
        #expect(heard)
        async let waiting = loop.run { await bell.wait(for: .forever) }
        bell.ring()
        #expect(await waiting)
        let silence = await loop.run { await bell.wait(for: LoopSpan(.milliseconds(1))) }
        #expect(!silence)
        group.stop()
    }
}
