import Router
import TestSupport
import Testing

@Suite struct ReuseTests {
    // MARK: Connections that end when they should not

    @Test(arguments: ["reuse=close", "reuse=reset"])
    func `a connection that ends at the moment of reuse is replaced once, and the client gets its answer`(
        fault: String
    ) async throws {
        try await onScene { scene in
            try await scene.expect(Scene.whole, for: Scene.get(fault))
            let answer = try await scene.answer(to: Scene.generate())
            let seen = await scene.backend.seen
            #expect(answer == Scene.streamHead + seen.sentBody(1))
            #expect(seen.requests.map(\.connection) == [0, 1] && seen.requests.last?.text == Scene.prompt)
            #expect(seen.connectionsAccepted == 2)
        }
    }

    @Test(arguments: ["idle=close", "idle=reset"])
    func `a connection that ends while it is idle is replaced`(fault: String) async throws {
        try await onScene { scene in
            for _ in 0..<3 { try await scene.expect(Scene.whole, for: Scene.get(fault)) }
            let seen = await scene.aftermath
            #expect(seen.requests.map(\.connection) == [0, 1, 2] && seen.connectionsOpen == 0)
        }
    }

    @Test(arguments: ["drop=close", "drop=reset"])
    func `a request is sent anew over a fresh connection, and then no more`(fault: String) async throws {
        try await onScene { scene in
            try await scene.expect(Scene.whole, for: Scene.get())
            let failure = Scene.failure("502 Bad Gateway", "The backend closed the connection without an answer")
            try await scene.expect(failure, for: Scene.generate(fault))
            let seen = await scene.aftermath
            #expect(seen.requests.map(\.connection) == [0, 0, 1] && seen.connectionsAccepted == 2)
        }
    }

    @Test(arguments: ["reset-after=0", "chunk=cut"])
    func `a request that was answered in part is not sent anew`(fault: String) async throws {
        try await onScene { scene in
            try await scene.expect(Scene.whole, for: Scene.get())
            let received = try await scene.everything(for: Scene.generate(fault))
            #expect(received.text.hasPrefix(Scene.streamHead) && received.ending == .closed)
            let seen = await scene.aftermath
            #expect(seen.requests.map(\.connection) == [0, 0] && seen.connectionsAccepted == 1)
        }
    }

    @Test func `a body that cannot be sent anew goes over a fresh connection at once`() async throws {
        try await onScene({ $0.replayMax = 10 }) { scene in
            try await scene.expect(Scene.whole, for: Scene.get("reuse=close"))
            let answer = try await scene.answer(to: Scene.generate())
            let seen = await scene.backend.seen
            #expect(answer == Scene.streamHead + seen.sentBody(1))
            // The idle one was not touched: it would have ended.
            #expect(seen.requests.map(\.connection) == [0, 1] && seen.connectionsOpen == 2)
        }
    }

    @Test(arguments: ["drop=close", "drop=reset"])
    func `a body that cannot be sent anew is not`(fault: String) async throws {
        try await onScene({ $0.replayMax = 10 }) { scene in
            try await scene.expect(Scene.whole, for: Scene.get())
            let failure = Scene.failure("502 Bad Gateway", "The backend closed the connection without an answer")
            try await scene.expect(failure, for: Scene.generate(fault))
            let seen = await scene.backend.seen
            #expect(seen.requests.map(\.connection) == [0, 1] && seen.connectionsAccepted == 2)
        }
    }

    // MARK: Answers before the body

    private static let refusal = #"{"error":"request body too large"}"#

    @Test(arguments: ["early=close", "early=read"])
    func `an answer before the body reaches a client that is still sending`(fault: String) async throws {
        try await onScene({ $0.replayMax = 0 }) { scene in
            let client = try await scene.client(
                sending: "POST /api/generate HTTP/1.1\r\nHost: a\r\nX-Request-Id: t\r\nX-Fake: \(fault)\r\n"
                    + "Content-Length: 100000000\r\n\r\nbegin"
            )
            let expected =
                Scene.head("413 Content Too Large", Scene.jsonType, length: Self.refusal.utf8.count, closes: true)
                + Self.refusal
            #expect(await client.read(count: expected.utf8.count + 28).undated.text == expected)
            let seen = await scene.aftermath
            #expect(seen.connectionsOpen == 0 && seen.requests.map(\.body) == [[]])
            #expect(await client.readAll().bytes == [])
        }
    }

    @Test func `an answer before the body was read leaves the connection usable once it was`() async throws {
        try await onScene { scene in
            let head = Scene.head("200 OK", "Content-Type: application/json; charset=utf-8", length: 2)
            for _ in 0..<3 {
                try await scene.expect(head + "{}", for: Scene.generate("early=read;status=200"))
            }
            let seen = await scene.backend.seen
            #expect(seen.requests.map(\.connection) == [0, 0, 0] && seen.connectionsAccepted == 1)
        }
    }
}
