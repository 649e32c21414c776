import HTTPEngine
import Router
import TestSupport
import Testing

/// The backend writes nothing that could fail in most of these: only the end of its connection tells it.
@Suite struct LeavingClientTests {
    private static let streams = ["endless=1ms", "endless=1000s", "stall-after=1", "tokens=3;speed=0.001"]

    @Test(arguments: streams, [false, true])
    func `a stream whose client leaves is cancelled at once`(fault: String, withReset: Bool) async throws {
        try await onScene { scene in
            let client = try await scene.client(sending: Scene.generate(fault))
            var received = await client.read(until: "\r\n\r\n").undated
            #expect(received.text == Scene.streamHead)
            received.bytes += await client.read(until: "\n\r\n").bytes
            #expect(await scene.backend.seen.departures == 0)
            if withReset { await client.reset() } else { await client.close() }
            let seen = await scene.aftermath
            #expect(seen.departures == 1 && seen.answers == 0 && seen.connectionsOpen == 0)
            #expect((Scene.streamHead + seen.sentBody()).utf8.starts(with: received.bytes))
            #expect(await scene.stage.router.statistics().streamsOpen == 0)
        }
    }

    @Test(arguments: ["hang", "first-byte=1000s"], [false, true])
    func `a request whose client leaves before the answer is cancelled at once`(
        fault: String,
        withReset: Bool
    ) async throws {
        try await onScene { scene in
            let client = try await scene.client(sending: Scene.generate(fault))
            let asked = await scene.backend.seen { $0.requests.count == 1 }
            #expect(asked.requests.first?.text == Scene.prompt)
            if withReset { await client.reset() } else { await client.close() }
            let seen = await scene.aftermath
            #expect(seen.departures == 1 && seen.requests.count == 1 && seen.connectionsOpen == 0)
        }
    }

    @Test func `an answer with a length whose client leaves is cancelled at once`() async throws {
        try await onScene { scene in
            let client = try await scene.client(sending: Scene.get("stall-after=0"))
            #expect(
                await client.read(until: "\r\n\r\n").undated.text == Scene.head("200 OK", Scene.jsonType, length: 29)
            )
            await client.close()
            let seen = await scene.aftermath
            #expect(seen.departures == 1 && seen.connectionsOpen == 0)
        }
    }

    @Test func `a stream whose client stays goes on when another one leaves`() async throws {
        try await onScene { scene in
            let leaving = try await scene.client(sending: Scene.generate("endless=1ms"))
            let staying = try await scene.client(sending: Scene.generate("endless=1ms"))
            for client in [leaving, staying] { #expect(await client.read(count: 1_000).ending == .open) }
            await leaving.close()
            _ = await scene.backend.seen { $0.connectionsOpen == 1 }
            #expect(await staying.read(count: 10_000).ending == .open)
            let seen = await scene.backend.seen
            #expect(seen.departures == 1 && seen.connectionsOpen == 1)
        }
    }
}
