import HTTPEngine
import Router
import Synchronization
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct LimitTests {
    @Test func `a caller above the limit is told so and the others go on`() async throws {
        try await onStage({ $0.server.connectionsMax = 2 }) { stage in
            let first = try await stage.client()
            let second = try await stage.client()
            for client in [first, second] {
                await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(await client.readAnswer().status == 200)
            }
            let third = try await stage.client()
            await third.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            let answer = await third.readAnswer()
            #expect(answer.status == 503 && answer["Retry-After"] == "1" && answer.text.hasPrefix("Too many"))
            await first.close()
            while stage.router.server.connectionCount > 1 { await Task.yield() }
            let fourth = try await stage.client()
            await fourth.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(await fourth.readAnswer().status == 200)
        }
    }

    @Test(arguments: [
        ("GET /\(String(repeating: "a", count: 70_000)) HTTP/1.1\r\nHost: a\r\n\r\n", [414, 431]),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "a", count: 70_000))\r\n\r\n", [431]),
        ("GET / HTTP/1.1\r\nHost: a\r\n\(String(repeating: "X: 1\r\n", count: 200))\r\n", [431]),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999\r\n\r\n", [413]),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", [505, 400]),
        ("GET / HTTP/1.1\r\nHost: a\r\nExpect: a miracle\r\n\r\n", [417]),
        ("GET / HTTP/1.1\n\n", [400]),
        ("GET / HTTP/1.1\r\n\r\n", [400]),
        ("GET http://other.example?q=1 HTTP/1.1\r\nHost: a\r\n\r\n", [400]),
    ])
    func `a request beyond what is allowed gets a clear answer and its connection ends`(
        request: String,
        statuses: [Int]
    ) async throws {
        try await onStage { stage in
            let client = try await stage.client()
            await client.send(request)
            let answer = await client.readAnswer()
            #expect(statuses.contains(answer.status))
            #expect(answer["Connection"] == "close" && !answer.body.isEmpty)
            #expect(await client.readAll().ending.isOver)
        }
    }

    @Test func `when no descriptor is left callers are told so and accepting goes on afterwards`() async throws {
        let isExhausted = Atomic<Bool>(false)
        // The first call for a waiting caller fails, the second, with the reserve given up, succeeds.
        let calls = Atomic<Int>(0)
        let system = SystemCalls { call in
            guard call == .accept, isExhausted.load(ordering: .relaxed) else { return nil }
            return calls.wrappingAdd(1, ordering: .relaxed).oldValue % 3 == 0 ? EMFILE : nil
        }
        let group = try LoopGroup(count: 1, system: system)
        let server = Server(on: group) { await $0.respond(200, text: "fine") }
        let address = try await server.listen(on: .loopback())
        isExhausted.store(true, ordering: .relaxed)
        let turnedAway = try await RawPeer(to: address, on: group.loops[0])
        #expect(await turnedAway.readAll().text.hasPrefix("HTTP/1.1 503 "))
        isExhausted.store(false, ordering: .relaxed)
        let welcome = try await RawPeer(to: address, on: group.loops[0])
        await welcome.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(await welcome.readAnswer().status == 200)
        await welcome.close()
        _ = await server.stop()
        group.stop()
    }
}
