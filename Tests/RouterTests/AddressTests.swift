import HTTPEngine
import Router
import TestSupport
import Testing

/// Which addresses the router listens on, and how it reaches those of its backends.
@Suite struct AddressTests {
    @Test func `one port serves both IPv4 and IPv6`() async throws {
        let loopback = try SocketAddress.resolve("::1", port: 0)
        try await onStage({ $0.hosts = ["127.0.0.1", "::1"] }) { stage in
            #expect(loopback.first?.family == .v6)
            let other = try SocketAddress.resolve("::1", port: stage.address.port)[0]
            for address in [stage.address, other] {
                let client = try await RawPeer(to: address, on: stage.loop)
                await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(await client.readAnswer().status == 200)
            }
        }
    }

    @Test func `a backend with an IPv6 address is reached and addressed in brackets`() async throws {
        let group = try LoopGroup(count: 1)
        let backend = try await RawListener(at: SocketAddress.resolve("::1", port: 0)[0], on: group.loops[0])
        let endpoint = Endpoint(host: "::1", port: backend.address.port)
        try await onStage({ $0.backends = [endpoint] }) { stage in
            let client = try await stage.client()
            await client.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
            let peer = try await backend.accept()
            #expect(await peer.read(until: "\r\n\r\n").text.contains("\r\nHost: [::1]:\(endpoint.port)\r\n"))
            await peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            #expect(await client.readAnswer().text == "ok")
        }
        await backend.close()
        group.stop()
    }

    @Test func `a backend that does not accept in time is a 504`() async throws {
        let deaf = DeafPort()
        try await onStage({
            $0.backends = [Endpoint(host: "127.0.0.1", port: deaf.address.port)]
            $0.upstream.connectTimeout = .milliseconds(30)
        }) { stage in
            let client = try await stage.client()
            await client.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(await client.readAnswer().status == 504)
        }
    }

    @Test func `a client that leaves while its backend is being reached leaves no attempt behind`() async throws {
        let deaf = DeafPort()
        try await onStage({ $0.backends = [Endpoint(host: "127.0.0.1", port: deaf.address.port)] }) { stage in
            let client = try await stage.client()
            await client.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
            while await stage.router.statistics().bytesReceived == 0 { await Task.yield() }
            await client.reset()
            while stage.router.server.connectionCount > 0 { await Task.yield() }
            #expect(await stage.router.statistics().upstreamConnects == 0)
        }
    }

    @Test func `a backend whose name nobody knows is a 502 that does not tell the name`() async throws {
        try await onStage({ $0.backends = [Endpoint(host: "no-such-host.invalid", port: 80)] }) { stage in
            let client = try await stage.client()
            await client.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
            let answer = await client.readAnswer()
            #expect(answer.status == 502 && !answer.text.contains("invalid"))
        }
    }
}
