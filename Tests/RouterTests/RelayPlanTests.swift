import TestSupport
import Testing

@testable import HTTPEngine

/// What an attempt does for a router that may ask another backend: it watches the answer and keeps refusals back.
@Suite struct RelayPlanTests {
    /// Writes down what it sees. Begun once a mark has come by.
    private final class Watcher: AnswerObserver {
        var status = 0
        var data: [UInt8] = []
        let mark: [UInt8]

        init(until mark: String) { self.mark = Array(mark.utf8) }

        var hasBegun: Bool { !data.ranges(of: mark).isEmpty }
        var isCutShort: Bool { false }
        var isBetweenFrames: Bool { false }
        func headArrived(_ head: ResponseHead) { status = Int(head.status) }
        func dataArrived(_ data: Span<UInt8>) { data.withUnsafeBufferPointer { self.data.append(contentsOf: $0) } }
    }

    /// The outcome of one attempt, and what the watcher saw, for an answer that a test writes by hand.
    private func attempt(
        _ answer: String...,
        withholds: Bool = false,
        version: String = "1.1",
        closes: Bool = false,
        speaksFirst: Bool = false,
        firstToken: Duration = .seconds(60)
    ) async throws -> (end: RelayEnd?, seen: String, client: RawPeer.Received) {
        let group = try LoopGroup(count: 1)
        let backend = try await RawListener(on: group.loops[0])
        var options = UpstreamOptions()
        options.firstTokenTimeout = firstToken
        let endpoint = Endpoint(host: "127.0.0.1", port: backend.address.port)
        let upstream = Upstream(endpoint, on: group, resolver: Resolver(interval: .seconds(60)), options: options)
        let outcome = Locked<(RelayEnd, String)?>(nil)
        let server = Server(on: group) { exchange in
            guard let connection = try? await upstream.connect(for: exchange) else { return }
            if speaksFirst { _ = await connection.socket.wait(for: .readable) }
            let watcher = Watcher(until: "token")
            var plan = RelayPlan()
            plan.observer = watcher
            plan.withholdsRefusals = withholds
            let end = await upstream.answer(exchange, body: .none, over: connection, plan: plan)
            outcome.withLock { $0 = (end, "\(watcher.status) \(String(decoding: watcher.data, as: UTF8.self))") }
            if exchange.status == 0 { await exchange.respond(500, text: "ours") } else { exchange.tear() }
        }
        let client = try await RawPeer(to: server.listen(on: .loopback()), on: group.loops[0])
        await client.send("GET /x HTTP/\(version)\r\nHost: a\r\nConnection: close\r\n\r\n")
        let peer = try await backend.accept()
        if !speaksFirst { _ = await peer.read(until: "\r\n\r\n") }
        for piece in answer { await peer.send(piece) }
        if closes { await peer.close() }
        let received = await client.readAll()
        await server.stop()
        await backend.close()
        group.stop()
        let seen = outcome.withLock { $0 }
        return (seen?.0, seen?.1 ?? "", received)
    }

    @Test(
        arguments: [
            "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nfirst token",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n6\r\n token\r\n0\r\n\r\n",
        ],
        ["1.1", "1.0"]
    )
    func `whoever watches sees the body without its framing`(answer: String, version: String) async throws {
        let (end, seen, client) = try await attempt(answer, version: version)
        #expect(end == .complete && seen == "200 first token")
        #expect(client.text.contains("first"))
    }

    @Test func `a backend that speaks before it is asked is heard`() async throws {
        let full = "HTTP/1.1 503 Full\r\nContent-Length: 4\r\nConnection: close\r\n\r\nfull"
        let (end, _, client) = try await attempt(full, speaksFirst: true)
        #expect(end == .complete && client.text.contains("503") && client.text.hasSuffix("full"))
    }

    @Test(arguments: ["1.1", "1.0"])
    func `a body that ends by closing is seen too`(version: String) async throws {
        let (end, seen, _) = try await attempt("HTTP/1.0 200 OK\r\n\r\nfirst token", version: version, closes: true)
        #expect(end == .complete && seen == "200 first token")
    }

    @Test(arguments: [404, 408, 429, 500, 503])
    func `a refusal is kept from the client with all that it said`(status: Int) async throws {
        let (end, _, client) = try await attempt(
            "HTTP/1.1 \(status) No\r\nContent-Type: a/b\r\nRetry-After: 7\r\nContent-Length: 4\r\n\r\nbusy",
            withholds: true
        )
        guard case .declined(let held) = end else { Issue.record("\(String(describing: end))"); return }
        #expect(Int(held.status) == status && held.contentType == "a/b" && held.retryAfter == "7" && !held.isCut)
        #expect(String(decoding: held.body, as: UTF8.self) == "busy")
        #expect(client.text.hasPrefix("HTTP/1.1 500 "))
    }

    @Test(arguments: [200, 400, 401, 413, 422])
    func `an answer, or a refusal of the request itself, is passed on`(status: Int) async throws {
        let (end, _, client) = try await attempt(
            "HTTP/1.1 \(status) So\r\nContent-Length: 4\r\n\r\nbody",
            withholds: true
        )
        #expect(end == .complete && client.text.hasPrefix("HTTP/1.1 \(status) So"))
    }

    @Test func `a refusal that is cut is a failure`() async throws {
        let (end, _, _) = try await attempt(
            "HTTP/1.1 503 No\r\nContent-Length: 10\r\n\r\nbus",
            withholds: true,
            closes: true
        )
        #expect(end == .failed(.cut))
    }

    @Test func `a long refusal is kept in part`() async throws {
        let body = String(repeating: "x", count: 100_000)
        let (end, _, _) = try await attempt(
            "HTTP/1.1 503 No\r\nContent-Length: 100000\r\n\r\n\(body)",
            withholds: true
        )
        guard case .declined(let held) = end else { Issue.record("\(String(describing: end))"); return }
        #expect(held.isCut && held.body.count == 65_536)
    }

    @Test func `signs of life do not put off the deadline of the first token`() async throws {
        let (end, seen, client) = try await attempt(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n: ping\n\r\n",
            "7\r\n: ping\n\r\n",
            firstToken: .milliseconds(30)
        )
        #expect(end == .torn(.firstTokenTimeout))
        #expect(seen.hasPrefix("200 : ping") && !client.text.hasSuffix("0\r\n\r\n"))
    }
}
