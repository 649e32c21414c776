import Dialects
import HTTPEngine
import Practice
import Router
import Telemetry
import TestSupport
import Testing

/// Backends behind https. The other end is Python's TLS before a server that the test plays.
@Suite(.enabled(if: TLSAuthority.isThere, "needs openssl and python3"))
struct SecureBackendTests {
    private static let chat = #"{"model":"practice","stream":true,"messages":[{"role":"user","content":"Hello"}]}"#

    private let authority: TLSAuthority

    init() async throws {
        authority = try await TLSAuthority()
    }

    /// A router before a backend that the test plays behind https.
    private func onSecureStage(
        _ certificate: TLSAuthority.Certificate = .local,
        version: String = "1.3",
        _ change: (inout RouterOptions) -> Void = { _ in },
        _ play: (Stage, RawListener) async throws -> Void
    ) async throws {
        let group = try LoopGroup(count: 1)
        let server = try await RawListener(on: group.loops[0])
        let front = try await TLSFront(authority, showing: certificate, before: server.address, version: version)
        try await onStage({ options in
            options.backends = [front.endpoint]
            options.trust.caFile = authority.file
            change(&options)
        }) { stage in
            try await play(stage, server)
        }
        await front.stop()
        await server.close()
        group.stop()
    }

    private func meet(_ stage: Stage, _ server: RawListener) async throws -> (client: RawPeer, backend: RawPeer) {
        let client = try await stage.client()
        await client.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
        let backend = try await server.accept()
        _ = await backend.read(until: "\r\n\r\n")
        return (client, backend)
    }

    // MARK: What works

    @Test(arguments: ["1.2", "1.3"])
    func `a backend is recognised, gets its key and streams`(version: String) async throws {
        let server = try await FakeBackend()
        await server.become(.vllm())
        let front = try await TLSFront(authority, before: server.address, version: version)
        let key = try #require(Credential("s3cret", as: .bearer))
        try await onStage({ options in
            options.backends = [front.endpoint]
            options.trust.caFiles[front.endpoint] = authority.file
            options.credentials[front.endpoint] = key
            options.probeInterval = .milliseconds(2)
        }) { stage in
            var shown = JSONValue.null
            while shown["kind"]?.string != "vllm" || shown.list("models").isEmpty {
                shown = try await stage.get("/fleet/nodes").list("nodes").first?.list("backends").first ?? .null
            }
            #expect(shown["address"]?.string == front.endpoint.description)
            for _ in 0..<3 {
                let answer = try await stage.ask("/v1/chat/completions", Self.chat)
                #expect(answer.status == 200)
                #expect(answer.text.hasSuffix("data: [DONE]\n\n"))
            }
            let seen = await server.seen.requests
            let allHaveTheKey = seen.allSatisfy { $0.head.contains("\r\nAuthorization: Bearer s3cret\r\n") }
            #expect(allHaveTheKey)
            let allNameIt = seen.allSatisfy { $0.head.contains("\r\nHost: \(front.endpoint.authority)\r\n") }
            #expect(allNameIt)
        }
        await front.stop()
        await server.stop()
    }

    @Test(arguments: ["1.2", "1.3"])
    func `a connection serves again, and its backend's name is proven like its address`(version: String) async throws {
        try await onSecureStage(
            version: version,
            { options in
                options.backends = [Endpoint(host: "localhost", port: options.backends[0].port, isSecure: true)]
            }
        ) { stage, server in
            let (client, backend) = try await meet(stage, server)
            for _ in 0..<3 {
                await backend.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone")
                #expect(await client.readAnswer().text == "done")
                await client.send("GET /y HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(await backend.read(until: "\r\n\r\n").text.hasPrefix("GET /y HTTP/1.1\r\nHost: localhost:"))
            }
            #expect(await stage.router.statistics().upstreamConnects == 1)
        }
    }

    @Test(arguments: ["1.2", "1.3"])
    func `large bodies arrive whole, both ways`(version: String) async throws {
        try await onSecureStage(version: version) { stage, server in
            let bytes = (0..<(8 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 11) }
            let client = try await stage.client()
            await client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: \(bytes.count)\r\n\r\n")
            async let sent: Void = client.send(bytes)
            let backend = try await server.accept()
            _ = await backend.read(until: "\r\n\r\n")
            let arrived = await backend.read(count: bytes.count).bytes
            await sent
            #expect(arrived == bytes)
            async let answered: Void = backend.send(
                Array("HTTP/1.1 200 OK\r\nContent-Length: \(bytes.count)\r\n\r\n".utf8) + bytes
            )
            let answer = await client.readAnswer()
            await answered
            #expect(answer.body == bytes)
        }
    }

    @Test(arguments: ["1.2", "1.3"])
    func `each piece of a stream is passed on when it comes`(version: String) async throws {
        try await onSecureStage(version: version) { stage, server in
            let (client, backend) = try await meet(stage, server)
            await backend.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            for word in ["one", "two", "and"] {
                await backend.send("3\r\n\(word)\r\n")
                #expect(await client.read(until: "\(word)\r\n").ending == .open)
            }
            await backend.send("0\r\n\r\n")
            #expect(await client.read(until: "0\r\n\r\n").ending == .open)
        }
    }

    @Test func `a client that does not read slows its own backend only`() async throws {
        try await onSecureStage { stage, server in
            let (slow, backend) = try await meet(stage, server)
            let piece = [UInt8](repeating: 7, count: 64_000_000)
            await backend.send("HTTP/1.1 200 OK\r\nContent-Length: \(piece.count)\r\n\r\n")
            async let upload: Void = backend.send(piece)
            let (other, second) = try await meet(stage, server)
            await second.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            #expect(await other.readAnswer().text == "ok")
            #expect(await stage.router.statistics().bytesReceived < UInt64(piece.count))
            let answer = await slow.readAnswer()
            await upload
            #expect(answer.body == piece)
        }
    }

    @Test func `what comes behind an answer is nobody's answer`() async throws {
        try await onSecureStage { stage, server in
            let (client, backend) = try await meet(stage, server)
            // The answer fills a record of TLS: what is behind it is in another, and may be there already.
            let head = "HTTP/1.1 200 OK\r\nContent-Length: 16000\r\n"
            let padding = String(repeating: "a", count: 16_384 - 16_000 - head.utf8.count - 11)
            let whole = "\(head)X-Pad: \(padding)"
            let body = String(repeating: "b", count: 16_000)
            await backend.send("\(whole)\r\n\r\n\(body)HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwrong")
            #expect(await client.readAnswer().text == body)
            await client.send("GET /y HTTP/1.1\r\nHost: a\r\n\r\n")
            let next = try await server.accept()
            _ = await next.read(until: "\r\n\r\n")
            await next.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nright")
            #expect(await client.readAnswer().text == "right")
        }
    }

    @Test func `an answer without a length ends with its connection`() async throws {
        try await onSecureStage { stage, server in
            let (client, backend) = try await meet(stage, server)
            await backend.send("HTTP/1.1 200 OK\r\n\r\nwhole")
            await backend.close()
            let answer = await client.readAnswer()
            #expect(answer.text == "whole" && answer.ending == .open)
        }
    }

    @Test func `the backend hears at once that the client has left`() async throws {
        try await onSecureStage { stage, server in
            let (client, backend) = try await meet(stage, server)
            await backend.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n")
            _ = await client.read(until: "hi\r\n")
            await client.close()
            #expect(await backend.readAll().bytes.isEmpty)
        }
    }

    // MARK: What fails

    @Test(arguments: [
        (TLSAuthority.Certificate.foreign, true, "name the backend as its certificate does"),
        (.expired, true, "it has expired; renew it"),
        (.local, false, "name the authority's certificate with ca-file"),
    ])
    func `a certificate that does not hold is refused, and the log says what to do`(
        certificate: TLSAuthority.Certificate,
        isTrusted: Bool,
        advice: String
    ) async throws {
        try await onSecureStage(certificate, { if !isTrusted { $0.trust.caFile = nil } }) { stage, _ in
            let answer = try await stage.ask("/v1/chat/completions", Self.chat)
            #expect(answer.status == 502)
            #expect(answer.text.contains("The backend cannot be reached"))
            #expect(!answer.text.contains("127.0.0.1") && !answer.text.contains("certificate"))
            #expect(try await stage.logs("its certificate is refused"))
            #expect(try await stage.logs(advice))
        }
    }

    @Test func `why a backend cannot be believed is with the nodes, without its key`() async throws {
        let key = try #require(Credential("s3cret", as: .bearer))
        try await onSecureStage(
            .expired,
            { options in
                options.probeInterval = .milliseconds(2)
                options.credentials[options.backends[0]] = key
            }
        ) { stage, _ in
            var page = JSONValue.null
            while page.list("silent").isEmpty { page = try await stage.get("/fleet/nodes") }
            let shown = try #require(page.list("silent").first)
            #expect(shown["address"]?.string?.hasPrefix("https://127.0.0.1:") == true)
            #expect(shown["reason"]?.string?.hasSuffix("it has expired; renew it") == true)
            let saysIt = stage.log.lines.contains { $0.contains("s3cret") } || "\(page)".contains("s3cret")
            #expect(!saysIt)
        }
    }

    @Test func `another authority than the one named is not believed`() async throws {
        let other = try await TLSAuthority()
        try await onSecureStage(.local, { $0.trust.caFile = other.file }) { stage, _ in
            let answer = try await stage.ask("/v1/chat/completions", Self.chat)
            #expect(answer.status == 502)
            #expect(try await stage.logs("it is not signed by an authority in ca-file"))
        }
    }

    @Test func `a server that does not speak TLS is a clear failure`() async throws {
        let server = try await FakeBackend()
        try await onStage({ options in
            options.backends = [Endpoint(host: "127.0.0.1", port: server.address.port, isSecure: true)]
        }) { stage in
            let answer = try await stage.ask("/v1/chat/completions", Self.chat)
            #expect(answer.status == 502)
            #expect(try await stage.logs("is it https that is spoken at this port?"))
        }
        await server.stop()
    }

    @Test func `nobody at the port is told as without TLS`() async throws {
        let nobody = ReservedPort()
        let endpoint = Endpoint(host: "127.0.0.1", port: nobody.address.port, isSecure: true)
        try await onStage({ $0.backends = [endpoint] }) { stage in
            let answer = try await stage.ask("/v1/chat/completions", Self.chat)
            #expect(answer.status == 502)
            #expect(try await stage.logs("connect: Connection refused"))
        }
    }

    @Test func `a handshake without an answer ends with the time for connecting`() async throws {
        let group = try LoopGroup(count: 1)
        let silent = try await RawListener(on: group.loops[0])
        let endpoint = Endpoint(host: "127.0.0.1", port: silent.address.port, isSecure: true)
        try await onStage({ options in
            options.backends = [endpoint]
            options.upstream.connectTimeout = .milliseconds(50)
        }) { stage in
            let answer = try await stage.ask("/v1/chat/completions", Self.chat)
            #expect(answer.status == 504 && answer.text.contains("connect-timeout"))
        }
        await silent.close()
        group.stop()
    }

    @Test func `a handshake without an answer keeps nobody waiting, and ends with its client`() async throws {
        let group = try LoopGroup(count: 1)
        let silent = try await RawListener(on: group.loops[0])
        let endpoint = Endpoint(host: "127.0.0.1", port: silent.address.port, isSecure: true)
        try await onStage({ options in
            options.backends = [endpoint]
            options.upstream.connectTimeout = .seconds(3600)
        }) { stage in
            let client = try await stage.client()
            await client.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
            let backend = try await silent.accept()
            #expect(await backend.read(count: 5).bytes.first == 0x16)
            #expect(try await stage.get("/fleet/nodes") != .null)
            await client.close()
            #expect(await backend.readAll().ending.isOver)
        }
        await silent.close()
        group.stop()
    }

    @Test func `a backend that closes before its answer is a 502, in its middle a cut`() async throws {
        try await onSecureStage { stage, server in
            let (client, backend) = try await meet(stage, server)
            await backend.close()
            #expect(await client.readAnswer().status == 502)
        }
        for cut in [RawPeer.close, RawPeer.reset] {
            try await onSecureStage { stage, server in
                let (client, backend) = try await meet(stage, server)
                await backend.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
                #expect(await client.read(until: "half").ending == .open)
                await cut(backend)()
                #expect(await client.readAll().ending.isOver)
            }
        }
    }
}

extension Stage {
    /// What became of a request is logged when its client has been told: soon, if at all.
    fileprivate func logs(_ text: String) async throws -> Bool {
        for _ in 0..<1000 {
            if log.lines.contains(where: { $0.contains(text) }) { return true }
            _ = try await get("/fleet/nodes")
        }
        return false
    }
}
