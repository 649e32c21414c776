import HTTPEngine
import Router
import TestSupport
import Testing

/// The time limits are what is tested, so they are short; everything else waits for what happens.
@Suite struct SlowBackendTests {
    @Test(arguments: ["first-byte=1000s", "hang"])
    func `a backend that does not begin to answer in time is left with a 504`(fault: String) async throws {
        try await onScene({ $0.upstream.firstByteTimeout = .milliseconds(50) }) { scene in
            try await scene.expect(
                Scene.failure(
                    "504 Gateway Timeout",
                    "The backend did not begin to answer in time (first-byte-timeout)"
                ),
                for: Scene.get(fault)
            )
            let seen = await scene.aftermath
            #expect(seen.departures == 1 && seen.connectionsOpen == 0)
            #expect(seen.requests.map(\.answer) == [[]])
        }
    }

    @Test func `a backend that is slow to begin is waited for`() async throws {
        try await onScene { scene in
            try await scene.expect(Scene.whole, for: Scene.get("first-byte=50ms"))
            #expect(await scene.backend.seen.departures == 0)
        }
    }

    @Test(arguments: [0, 1])
    func `a stream that stalls is torn behind all that came of it`(frames: Int) async throws {
        try await onScene({ $0.upstream.betweenBytesTimeout = .milliseconds(50) }) { scene in
            let received = try await scene.everything(for: Scene.generate("stall-after=\(frames)"))
            let seen = await scene.aftermath
            #expect(received.text == Scene.streamHead + seen.sentBody())
            #expect(received.ending == .closed)
            #expect(seen.sentBody().isEmpty == (frames == 0) && seen.departures == 1)
        }
    }

    @Test func `an answer that stalls behind its head is torn`() async throws {
        try await onScene({ $0.upstream.betweenBytesTimeout = .milliseconds(50) }) { scene in
            let received = try await scene.everything(for: Scene.get("stall-after=0"))
            #expect(received.text == Scene.head("200 OK", Scene.jsonType, length: 29) && received.ending == .closed)
            #expect(await scene.aftermath.departures == 1)
        }
    }

    @Test func `a client of HTTP 1_0 can tell a stall from an end`() async throws {
        try await onScene({ $0.upstream.betweenBytesTimeout = .milliseconds(50) }) { scene in
            let received = try await scene.everything(for: Scene.generate("stall-after=1", version: "1.0"))
            #expect(received.ending == .reset)
            #expect(await scene.aftermath.departures == 1)
        }
    }
}
