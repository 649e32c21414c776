import Synchronization
import Testing

@testable import HTTPEngine

@Suite struct EventLoopTests {
    private func withLoop(_ body: (EventLoop) async throws -> Void) async throws {
        let loop = try EventLoop()
        loop.start()
        try await body(loop)
        loop.stop()
    }

    @Test func `a task stays on its loop over every wait`() async throws {
        try await withLoop { loop in
            let places = await loop.run {
                var places = [loop.isCurrent]
                await loop.giveWay()
                places.append(loop.isCurrent)
                await loop.sleep(for: LoopSpan(nanoseconds: 1))
                places.append(loop.isCurrent)
                return places
            }
            #expect(places == [true, true, true])
            #expect(!loop.isCurrent)
        }
    }

    @Test func `messages from outside are handled in their order`() async throws {
        try await withLoop { loop in
            let seen = Locked<[Int]>([])
            for number in 0..<1000 { loop.post { seen.withLock { $0.append(number) } } }
            await loop.ask {}
            #expect(seen.withLock { $0 } == Array(0..<1000))
        }
    }

    @Test func `sleepers wake in the order of their moments`() async throws {
        try await withLoop { loop in
            let woken = Locked<[Int]>([])
            let spans = [9, 3, 7, 1, 5]
            await loop.ask {
                for span in spans {
                    loop.spawn {
                        await loop.sleep(for: LoopSpan(.milliseconds(span)))
                        woken.withLock { $0.append(span) }
                    }
                }
            }
            while woken.withLock({ $0.count }) < spans.count { await Task.yield() }
            #expect(woken.withLock { $0 } == spans.sorted())
        }
    }

    @Test func `a task that never waits lets others run when it gives way`() async throws {
        try await withLoop { loop in
            let isAsked = Atomic<Bool>(false)
            loop.spawn {
                while !isAsked.load(ordering: .relaxed) { await loop.giveWay() }
            }
            let answer = await loop.ask { isAsked.exchange(true, ordering: .relaxed) }
            #expect(!answer)
        }
    }

    @Test func `identifiers do not repeat`() async throws {
        try await withLoop { loop in
            let count = await loop.ask { Set((0..<10_000).map { _ in loop.nextIdentifier() }).count }
            #expect(count == 10_000)
        }
    }
}
