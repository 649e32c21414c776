package import HTTPEngine
package import Practice
import Telemetry

/// An inference server for tests, on a loopback port and a thread of its own: the practice model, which misbehaves as its
/// script, a request's `X-Fake` field or its path says.
///
/// It tells what it has seen, and can be waited for: a test says what it wants to have happened and goes on when it has. Tests
/// in another program ask the same of its page `/fake`: see `FakePage`.
package final class FakeBackend: Sendable {
    /// A test that waits in vain must fail, not hang.
    private static let patience = LoopSpan(.seconds(60))

    package let address: SocketAddress
    private let group: LoopGroup
    private let desk: FakeDesk

    /// - Parameters:
    ///   - pace: quick unless a test wants to see a pace.
    ///   - only: the dialect it speaks, if it is not all of them.
    ///   - hasServices: it also has what OpenAI's own service has.
    package init(
        _ script: FakeScript = FakeScript(),
        pace: PracticePace = PracticePace(tokensPerSecond: 10_000, firstToken: .zero),
        only: PracticeDialect? = nil,
        hasServices: Bool = false
    ) async throws {
        let group = try LoopGroup(count: 1)
        let loop = group.loops[0]
        let desk = FakeDesk(script, PracticeBackend(pace: pace, only: only, hasServices: hasServices))
        self.group = group
        self.desk = desk
        address = try await loop.ask {
            Result { () throws(SystemError) in try desk.listen(on: loop) }
        }.get()
    }

    package var endpoint: Endpoint { Endpoint(host: "127.0.0.1", port: address.port) }

    /// From the next request on.
    package func follow(_ script: FakeScript) async {
        await loop.ask { self.desk.script = script }
    }

    /// From the next request on, it is this server in this condition.
    package func become(_ personality: PracticePersonality) async {
        await loop.ask { self.desk.backend.personality = personality }
    }

    package var seen: FakeFigures {
        get async { await loop.ask { self.desk.figures } }
    }

    /// What was seen once the condition held, or when patience ended.
    ///
    /// Not inside `#expect`: the compiler gives a closure in there and the next one behind it the same name, and the second
    /// runs the first one's code (Swift 6.3).
    package func seen(when isMet: @escaping @Sendable (FakeFigures) -> Bool) async -> FakeFigures {
        let desk = desk
        let ticket = await loop.ask { desk.watch(isMet) }
        loop.spawn {
            await self.loop.sleep(for: Self.patience)
            desk.giveUp(ticket)
        }
        return await loop.run { await desk.figures(for: ticket) }
    }

    package func stop() async {
        await loop.ask { self.desk.close() }
        group.stop()
    }

    private var loop: EventLoop { group.loops[0] }
}
