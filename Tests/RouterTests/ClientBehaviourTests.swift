import HTTPEngine
import Router
import TestSupport
import Testing

@Suite struct ClientBehaviourTests {
    // MARK: Clients that leave

    @Test(arguments: [true, false])
    func `a client that leaves before the answer closes the backend's connection`(withReset: Bool) async throws {
        try await onStage { stage in
            let (client, backend) = try await stage.meet()
            if withReset { await client.reset() } else { await client.close() }
            #expect(await backend.readAll().ending.isOver)
        }
    }

    @Test func `a client that leaves in the middle of a stream closes the backend's connection`() async throws {
        try await onStage { stage in
            let (client, backend) = try await stage.meet()
            await backend.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n")
            _ = await client.read(until: "hi\r\n")
            await client.close()
            #expect(await backend.readAll().ending.isOver)
        }
    }

    @Test func `a client that leaves in the middle of an answer with a length closes the backend's connection`()
        async throws
    {
        try await onStage { stage in
            let (client, backend) = try await stage.meet()
            await backend.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhi")
            _ = await client.read(until: "hi")
            await client.close()
            #expect(await backend.readAll().ending.isOver)
        }
    }

    @Test func `a client that leaves while it sends its body closes the backend's connection`() async throws {
        try await onStage({ $0.replayMax = 0 }) { stage in
            let client = try await stage.client()
            await client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf")
            let backend = try await stage.backend.accept()
            _ = await backend.read(until: "half")
            await client.close()
            #expect(await backend.readAll().ending.isOver)
        }
    }

    @Test(arguments: [1 << 20, 0])
    func `a client that leaves with the last of its body closes the backend's connection`(replayMax: Int) async throws {
        try await onStage({ $0.replayMax = replayMax }) { stage in
            let client = try await stage.client()
            await client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n12345")
            await client.sendAndClose("67890")
            // It may be noticed before the backend is asked at all.
            if let backend = try? await stage.backend.accept(within: .seconds(1)) {
                #expect(await backend.readAll().ending.isOver)
            }
        }
    }

    @Test func `a client of HTTP 1_0 that leaves closes the backend's connection`() async throws {
        try await onStage { stage in
            let (client, backend) = try await stage.meet("GET /x HTTP/1.0\r\n\r\n")
            await client.close()
            #expect(await backend.readAll().ending.isOver)
        }
    }

    @Test func `a client that has no more to send gets its answer`() async throws {
        try await onStage { stage in
            let (client, backend) = try await stage.meet()
            await client.finishSending()
            // It is asked whether it is still there.
            #expect(await client.read(until: "\r\n\r\n").text == "HTTP/1.1 100 Continue\r\n\r\n")
            await backend.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n")
            await backend.send("0\r\n\r\n")
            let answer = await client.readAnswer()
            #expect(answer.text == "hi" && answer.ending == .open)
            #expect(await client.readAll().ending == .closed)
        }
    }

    // MARK: Bodies

    @Test(arguments: [1 << 20, 0])
    func `a body with a length arrives whole`(replayMax: Int) async throws {
        try await onStage({ $0.replayMax = replayMax }) { stage in
            let client = try await stage.client()
            await client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n12345")
            await client.send("67890")
            let backend = try await stage.backend.accept()
            #expect(await backend.read(until: "\r\n\r\n").text.contains("\r\nContent-Length: 10\r\n"))
            #expect(await backend.read(count: 10).text == "1234567890")
            await backend.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            #expect(await client.readAnswer().text == "ok")
        }
    }

    @Test func `a body in chunks that is too large to be kept but arrived at once is sent with its length`()
        async throws
    {
        try await onStage({ $0.replayMax = 0 }) { stage in
            let client = try await stage.client()
            await client.send(
                "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n"
            )
            let backend = try await stage.backend.accept()
            #expect(await backend.read(until: "\r\n\r\n").text.contains("\r\nContent-Length: 7\r\n"))
            #expect(await backend.read(count: 7).text == "abcdefg")
            await backend.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            #expect(await client.readAnswer().text == "ok")
        }
    }

    @Test(arguments: [1 << 20, 0])
    func `a body in chunks arrives whole`(replayMax: Int) async throws {
        try await onStage({ $0.replayMax = replayMax }) { stage in
            let client = try await stage.client()
            await client.send("POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
            if replayMax == 0 {
                let backend = try await stage.backend.accept()
                let head = await backend.read(until: "\r\n\r\n").text
                #expect(head.contains("\r\nTransfer-Encoding: chunked\r\n") && !head.contains("Content-Length"))
                #expect(await backend.read(until: "\r\nabc\r\n").ending == .open)
                await client.send("4\r\ndefg\r\n0\r\nX-Sum: 7\r\n\r\n")
                #expect(await backend.read(until: "\r\n\r\n").text == "4\r\ndefg\r\n0\r\nX-Sum: 7\r\n\r\n")
                await backend.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            } else {
                await client.send("4\r\ndefg\r\n0\r\n\r\n")
                let backend = try await stage.backend.accept()
                let head = await backend.read(until: "\r\n\r\n").text
                #expect(head.contains("\r\nContent-Length: 7\r\n") && !head.contains("Transfer-Encoding"))
                #expect(await backend.read(count: 7).text == "abcdefg")
                await backend.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            }
            #expect(await client.readAnswer().text == "ok")
        }
    }

    @Test func `a client that asks first is told to go on`() async throws {
        try await onStage { stage in
            let client = try await stage.client()
            await client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n")
            #expect(await client.read(until: "\r\n\r\n").text == "HTTP/1.1 100 Continue\r\n\r\n")
            await client.send("body")
            let backend = try await stage.backend.accept()
            let request = await backend.read(until: "body").text
            #expect(!request.contains("Expect"))
            await backend.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            #expect(await client.readAnswer().text == "ok")
        }
    }

    @Test func `a client that asks first is spared sending a body that is too large`() async throws {
        try await onStage({ $0.server.bodyMax = 10 }) { stage in
            let client = try await stage.client()
            await client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n")
            let seen = await client.readAll()
            #expect(seen.text.hasPrefix("HTTP/1.1 413 ") && seen.text.contains("\r\nConnection: close\r\n"))
        }
    }

    @Test(arguments: [1 << 20, 0])
    func `a body in chunks that grows too large is a 413`(replayMax: Int) async throws {
        try await onStage({ options in
            options.server.bodyMax = 10
            options.replayMax = replayMax
        }) { stage in
            let client = try await stage.client()
            await client.send("POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n12345678\r\n")
            await client.send("8\r\n12345678\r\n0\r\n\r\n")
            #expect(await client.readAnswer().status == 413)
        }
    }

    @Test func `bodies that do not fit into the memory for all of them are a 503`() async throws {
        try await onStage({ $0.server.bodiesMemoryMax = 100_000 }) { stage in
            let first = try await stage.client()
            await first.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n")
            // It holds its memory once it is told to go on reading; a second request of its kind no longer fits.
            let probe = try await stage.client()
            await probe.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = await probe.readAnswer()
            let second = try await stage.client()
            await second.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n")
            let answer = await second.readAnswer()
            #expect(answer.status == 503 && answer["Retry-After"] == "1")
            await first.close()
            while stage.router.server.bodies.bytesUsed > 0 { await Task.yield() }
        }
    }

    @Test func `an answer given before the body was read is passed on`() async throws {
        try await onStage({ $0.replayMax = 0 }) { stage in
            let client = try await stage.client()
            await client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\nbegin")
            let backend = try await stage.backend.accept()
            _ = await backend.read(until: "begin")
            await backend.send("HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\nno")
            let answer = await client.readAnswer()
            #expect(answer.status == 401 && answer.text == "no")
            #expect(answer["Connection"] == "close")
            #expect(await backend.readAll().ending.isOver)
        }
    }

    @Test func `model files may be larger than other bodies`() async throws {
        try await onStage({ options in
            options.server.bodyMax = 10
            options.uploadMax = 0
        }) { stage in
            let body = String(repeating: "x", count: 3_000_000)
            let client = try await stage.client()
            async let upload: Void = client.send(
                "POST /api/blobs/sha256:00 HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n\(body)"
            )
            let backend = try await stage.backend.accept()
            _ = await backend.read(until: "\r\n\r\n")
            #expect(await backend.read(count: 3_000_000).bytes.count == 3_000_000)
            await upload
            await backend.send("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")
            #expect(await client.readAnswer().status == 201)
        }
    }

    // MARK: Slow clients

    @Test func `a client that does not read slows its own backend only`() async throws {
        try await onStage { stage in
            let (slow, backend) = try await stage.meet()
            await backend.send("HTTP/1.1 200 OK\r\nContent-Length: 64000000\r\n\r\n")
            let piece = [UInt8](repeating: 7, count: 64_000_000)
            async let upload: Void = backend.send(piece)
            let (other, second) = try await stage.meet("GET /other HTTP/1.1\r\nHost: a\r\n\r\n")
            await second.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            #expect(await other.readAnswer().text == "ok")
            let received = await stage.router.statistics().bytesReceived
            #expect(received < 64_000_000)
            let answer = await slow.readAnswer()
            await upload
            #expect(answer.body == piece)
        }
    }

    @Test func `a client that takes nothing for too long is cut off`() async throws {
        try await onStage({ $0.server.writeTimeout = .milliseconds(50) }) { stage in
            let (client, backend) = try await stage.meet()
            await backend.send("HTTP/1.1 200 OK\r\nContent-Length: 64000000\r\n\r\n")
            await backend.send([UInt8](repeating: 7, count: 64_000_000))
            #expect(await backend.readAll().ending.isOver)
            _ = client
        }
    }

    @Test func `a head that does not come to its end is a 408`() async throws {
        try await onStage({ $0.server.headTimeout = .milliseconds(30) }) { stage in
            let client = try await stage.client()
            await client.send("GET / HTTP/1.1\r\nHost:")
            #expect(await client.readAll().text.hasPrefix("HTTP/1.1 408 "))
        }
    }

    @Test(arguments: [1 << 20, 0])
    func `a body that does not come to its end is a 408`(replayMax: Int) async throws {
        try await onStage({ options in
            options.server.bodyTimeout = .milliseconds(30)
            options.replayMax = replayMax
        }) { stage in
            let client = try await stage.client()
            await client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n123")
            #expect(await client.readAnswer().status == 408)
        }
    }

    @Test func `an idle connection is closed without a word`() async throws {
        try await onStage({ $0.server.idleTimeout = .milliseconds(30) }) { stage in
            let client = try await stage.client()
            await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = await client.readAnswer()
            let rest = await client.readAll()
            #expect(rest.bytes.isEmpty && rest.ending == .closed)
        }
    }
}
