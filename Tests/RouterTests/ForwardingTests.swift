import Fleet
import HTTPEngine
import Router
import TestSupport
import Testing

@Suite struct ForwardingTests {
    @Test func `an answer with a length comes back as it was sent`() async throws {
        try await onStage { stage in
            let (client, backend) = try await stage.meet()
            await backend.send("HTTP/1.1 200 Fine\r\nContent-Length: 5\r\nX-Own: a  b\r\n\r\nhello")
            let answer = await client.readAnswer()
            #expect(answer.head.hasPrefix("HTTP/1.1 200 Fine\r\n"))
            #expect(answer["X-Own"] == "a  b")
            #expect(answer.text == "hello")
            #expect(answer.ending == .open)
        }
    }

    @Test func `what only an Ollama knows is asked of one, and what others may have of anybody`() async throws {
        try await onStage { stage in
            let ollama = try await RawListener(on: stage.loop)
            try stage.report("one", ollama.address)
            try stage.report("two", stage.backend.address) { $0.kind = .lmStudio }
            for (path, listener) in [("/api/me", ollama), ("/api/me", ollama), ("/api/experimental/x", ollama)] {
                let client = try await stage.client()
                await client.send("POST \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
                let peer = try await listener.accept()
                #expect(await peer.read(until: "\r\n\r\n").text.hasPrefix("POST \(path) "))
                await peer.send(
                    "HTTP/1.1 401 Unauthorized\r\nContent-Length: 18\r\nConnection: close\r\n\r\n{\"signin_url\":\"a\"}"
                )
                // Without a key of the router's it is the client that is meant.
                let answer = await client.readAnswer()
                #expect(answer.status == 401 && answer.text == #"{"signin_url":"a"}"#)
                await peer.close()
            }
            // The Ollama's turn it would be as well; the other's comes at the second request at the latest.
            let clients = [try await stage.client(), try await stage.client()]
            for client in clients { await client.send("GET /api/v1/models HTTP/1.1\r\nHost: a\r\n\r\n") }
            let other = try await stage.backend.accept()
            #expect(await other.read(until: "\r\n\r\n").text.hasPrefix("GET /api/v1/models "))
            for client in clients { await client.close() }
            await ollama.close()
        }
    }

    @Test func `each chunk is passed on before the next one exists`() async throws {
        try await onStage { stage in
            let (client, backend) = try await stage.meet()
            await backend.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            #expect(await client.read(until: "\r\n\r\n").text.contains("Transfer-Encoding: chunked\r\n"))
            for word in ["one", "three", "seventeen"] {
                let chunk = "\(String(word.utf8.count, radix: 16))\r\n\(word)\r\n"
                await backend.send(chunk)
                #expect(await client.read(count: chunk.utf8.count).text == chunk)
            }
            await backend.send("0\r\n\r\n")
            #expect(await client.read(count: 5).text == "0\r\n\r\n")
        }
    }

    @Test func `an answer that ends by closing gets chunks and an end`() async throws {
        try await onStage { stage in
            let (client, backend) = try await stage.meet()
            await backend.send("HTTP/1.0 200 OK\r\n\r\nsome")
            await backend.send(" text")
            await backend.close()
            let answer = await client.readAnswer()
            #expect(answer.text == "some text")
            #expect(answer["Transfer-Encoding"] == "chunked")
            #expect(answer.ending == .open)
        }
    }

    @Test func `a client of HTTP 1_0 gets the data of chunks alone`() async throws {
        try await onStage { stage in
            let (client, backend) = try await stage.meet("GET /x HTTP/1.0\r\n\r\n")
            await backend.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
            let answer = await client.readAnswer()
            #expect(answer.text == "abcde")
            #expect(answer["Transfer-Encoding"] == nil)
            #expect(answer["Connection"] == "close")
            #expect(answer.ending == .closed)
        }
    }

    @Test(arguments: ["204 No Content", "304 Not Modified"])
    func `an answer that has no body by its status is complete at once`(status: String) async throws {
        try await onStage { stage in
            let (client, backend) = try await stage.meet()
            await backend.send("HTTP/1.1 \(status)\r\nETag: \"a\"\r\n\r\n")
            let answer = await client.readAnswer()
            #expect(answer.status == Int(status.prefix(3)))
            await client.send("GET /next HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(await backend.read(until: "\r\n\r\n").text.hasPrefix("GET /next "))
        }
    }

    @Test func `a HEAD answer keeps its length and has no body`() async throws {
        try await onStage { stage in
            let (client, backend) = try await stage.meet("HEAD /x HTTP/1.1\r\nHost: a\r\n\r\n")
            await backend.send("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n")
            let answer = await client.readAnswer(to: .head)
            #expect(answer["Content-Length"] == "500")
            await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(await client.readAnswer().text == "Herd is running\n")
        }
    }

    @Test func `trailers are passed on without those that could do harm`() async throws {
        try await onStage { stage in
            let (client, backend) = try await stage.meet()
            await backend.send(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n2\r\nhi\r\n0\r\n"
            )
            await backend.send("X-Sum: 7\r\nContent-Length: 9\r\n\r\n")
            let answer = await client.readAnswer()
            #expect(answer.text == "hi")
            #expect(answer.trailers == ["X-Sum: 7"])
        }
    }

    @Test(arguments: [1 << 20, 0])
    func `the trailers of a request reach the backend`(replayMax: Int) async throws {
        try await onStage({ $0.replayMax = replayMax }) { stage in
            let (_, backend) = try await stage.meet(
                "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nX-Sum: 7\r\n\r\n"
            )
            #expect(await backend.read(until: "\r\n\r\n").text == "2\r\nhi\r\n0\r\nX-Sum: 7\r\n\r\n")
        }
    }

    @Test(arguments: [100, 102, 103])
    func `an interim answer is passed on and not taken for the answer`(status: Int) async throws {
        try await onStage { stage in
            let (client, backend) = try await stage.meet()
            await backend.send("HTTP/1.1 \(status) Wait\r\nLink: </a>\r\n\r\n")
            #expect(await client.read(until: "\r\n\r\n").text == "HTTP/1.1 \(status) Wait\r\nLink: </a>\r\n\r\n")
            await backend.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            #expect(await client.readAnswer().text == "ok")
        }
    }

    @Test func `a client of HTTP 1_0 is not shown interim answers`() async throws {
        try await onStage { stage in
            let (client, backend) = try await stage.meet("GET /x HTTP/1.0\r\n\r\n")
            await backend.send("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            #expect(await client.readAll().text.hasPrefix("HTTP/1.1 200 OK\r\n"))
        }
    }

    @Test func `a switch of protocols nobody asked for is refused`() async throws {
        try await onStage { stage in
            let (client, backend) = try await stage.meet()
            await backend.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n")
            #expect(await client.readAnswer().status == 502)
            #expect(await backend.readAll().ending.isOver)
        }
    }

    @Test func `a connection to a backend serves one request after the other`() async throws {
        try await onStage { stage in
            let (client, backend) = try await stage.meet()
            for _ in 0..<3 {
                await backend.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                #expect(await client.readAnswer().text == "ok")
                await client.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = await backend.read(until: "\r\n\r\n")
            }
            #expect(await stage.backend.waiting == 0)
        }
    }

    @Test func `bytes after the end of an answer never reach anybody`() async throws {
        try await onStage { stage in
            let (client, backend) = try await stage.meet()
            await backend.send(
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"
            )
            #expect(await client.readAnswer().text == "ok")
            #expect(await backend.readAll().ending.isOver)
            await client.send("GET /y HTTP/1.1\r\nHost: a\r\n\r\n")
            let second = try await stage.backend.accept()
            _ = await second.read(until: "\r\n\r\n")
            await second.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood")
            #expect(await client.readAnswer().text == "good")
        }
    }

    @Test func `bytes on an idle connection end it`() async throws {
        try await onStage { stage in
            let (client, backend) = try await stage.meet()
            await backend.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            #expect(await client.readAnswer().text == "ok")
            await backend.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")
            #expect(await backend.readAll().ending.isOver)
        }
    }

    @Test func `answers of pipelined requests come in order`() async throws {
        try await onStage { stage in
            let client = try await stage.client()
            await client.send(
                "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n"
            )
            let backend = try await stage.backend.accept()
            #expect(await backend.read(until: "\r\n\r\n").text.hasPrefix("GET /1 "))
            await backend.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none")
            #expect(await client.readAnswer().text == "one")
            #expect(await client.readAnswer().text == "Herd is running\n")
            #expect(await backend.read(until: "\r\n\r\n").text.hasPrefix("GET /2 "))
            await backend.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\ntwo")
            #expect(await client.readAnswer().text == "two")
        }
    }
}
