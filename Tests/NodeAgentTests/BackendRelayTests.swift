import HTTPEngine
import TestSupport
import Testing

@testable import NodeAgent

/// The relay between a router and a server that a test plays.
@Suite struct BackendRelayTests {
    private let group: LoopGroup
    private var loop: EventLoop { group.loops[0] }

    init() throws {
        group = try LoopGroup(count: 1)
    }

    private func onRelay(
        stopDeadline: Duration = .seconds(60),
        _ play: (BackendRelay, SocketAddress, RawListener) async throws -> Void
    ) async throws {
        let backend = try await RawListener(on: loop)
        let relay = BackendRelay(on: group, by: Resolver(interval: .seconds(60)), stopDeadline: stopDeadline)
        let port = try #require(await relay.port(on: "127.0.0.1", preferring: 0))
        relay.open(["the-key": Endpoint(host: "127.0.0.1", port: backend.address.port)])
        try await play(relay, .loopback(port: port), backend)
        _ = await relay.stop()
        await backend.close()
        group.stop()
    }

    private func ask(_ address: SocketAddress, _ fields: String) async throws -> RawPeer {
        let client = try await RawPeer(to: address, on: loop)
        await client.send("POST /api/chat HTTP/1.1\r\nHost: a\r\n\(fields)Content-Length: 2\r\n\r\n{}")
        return client
    }

    @Test(arguments: ["", "X-Herd-Key: another\r\n", "X-Herd-Key: the-key\r\nX-Herd-Key: the-key\r\n"])
    func `without the key nobody passes`(fields: String) async throws {
        try await onRelay { _, address, _ in
            let client = try await ask(address, fields)
            #expect(await client.readAnswer().status == 403)
            await client.close()
        }
    }

    @Test func `with it the request goes through as it came, the key does not`() async throws {
        try await onRelay { _, address, backend in
            let client = try await ask(address, "X-Herd-Key: the-key\r\nX-Request-Id: r1\r\n")
            let peer = try await backend.accept()
            let request = await peer.read(until: "{}").text
            #expect(request.hasPrefix("POST /api/chat HTTP/1.1\r\n") && request.contains("X-Request-Id: r1\r\n"))
            #expect(!request.lowercased().contains("x-herd-key"))
            await peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n")
            #expect(await client.read(until: "hi").text.contains("200 OK"))
            await peer.send("0\r\n\r\n")
            await client.close()
            await peer.close()
        }
    }

    @Test func `a router that leaves ends the request at the server too`() async throws {
        try await onRelay { _, address, backend in
            let client = try await ask(address, "X-Herd-Key: the-key\r\n")
            let peer = try await backend.accept()
            _ = await peer.read(until: "{}")
            await peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n")
            _ = await client.read(until: "hi")
            await client.close()
            // It ends, or this waits for ever.
            _ = await peer.readAll()
            await peer.close()
        }
    }

    @Test func `a server that is not there is a 502, one that is no longer offered a 403`() async throws {
        try await onRelay { relay, address, _ in
            let nobody = ReservedPort()
            relay.open(["the-key": Endpoint(host: "127.0.0.1", port: nobody.address.port)])
            let client = try await ask(address, "X-Herd-Key: the-key\r\n")
            let answer = await client.readAnswer()
            #expect(
                answer.status == 502 && answer.text.contains("cannot be reached") && !answer.text.contains("127.0.0.1")
            )
            relay.open([:])
            let late = try await ask(address, "X-Herd-Key: the-key\r\n")
            #expect(await late.readAnswer().status == 403)
            await client.close()
            await late.close()
        }
    }

    @Test func `a port that is taken is replaced by a free one, and asked for once`() async throws {
        try await onRelay { relay, address, backend in
            #expect(await relay.port(on: "127.0.0.1", preferring: 1) == address.port)
            let other = BackendRelay(on: group, by: Resolver(interval: .seconds(60)), stopDeadline: .zero)
            let port = await other.port(on: "127.0.0.1", preferring: backend.address.port)
            #expect(port != nil && port != backend.address.port)
            _ = await other.stop()
        }
    }
}
