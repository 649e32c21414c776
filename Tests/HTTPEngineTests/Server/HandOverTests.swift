import HTTPEngine
import TestSupport
import Testing

@Suite struct HandOverTests {
    @Test func `callers are divided evenly between the loops and stay where they are`() async throws {
        let group = try LoopGroup(count: 3)
        let server = Server(on: group) { await $0.respond(200, text: "on loop \($0.loop.index)") }
        let address = try await server.listen(on: .loopback())
        var callers: [RawPeer] = []
        var counts: [String: Int] = [:]
        for _ in 0..<30 {
            let caller = try await RawPeer(to: address, on: group.loops[0])
            let first = await Self.ask(caller)
            #expect(await Self.ask(caller) == first)
            counts[first, default: 0] += 1
            callers.append(caller)
        }
        #expect(counts == ["on loop 0\n": 10, "on loop 1\n": 10, "on loop 2\n": 10])
        for caller in callers { await caller.close() }
        while server.connectionCount > 0 { await Task.yield() }
        #expect(await server.stop())
        group.stop()
    }

    @Test func `places that became free are filled first`() async throws {
        let group = try LoopGroup(count: 2)
        let server = Server(on: group) { await $0.respond(200, text: "on loop \($0.loop.index)") }
        let address = try await server.listen(on: .loopback())
        var callers: [String: [RawPeer]] = [:]
        for _ in 0..<8 {
            let caller = try await RawPeer(to: address, on: group.loops[0])
            callers[await Self.ask(caller), default: []].append(caller)
        }
        for caller in callers["on loop 1\n"] ?? [] { await caller.close() }
        while server.connectionCount > 4 { await Task.yield() }
        for _ in 0..<4 {
            let caller = try await RawPeer(to: address, on: group.loops[0])
            #expect(await Self.ask(caller) == "on loop 1\n")
        }
        await server.stop()
        group.stop()
    }

    private static func ask(_ caller: RawPeer) async -> String {
        await caller.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        return await caller.readAnswer().text
    }
}
