import HTTPEngine
import Router
import TestSupport
import Testing

@Suite struct BackendFailureTests {
    @Test func `a backend that is not there is a clear 502`() async throws {
        let nobody = ReservedPort()
        try await onStage({ $0.backends = [Endpoint(host: "127.0.0.1", port: nobody.address.port)] }) { stage in
            let client = try await stage.client()
            await client.send("POST /api/chat HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}")
            let answer = await client.readAnswer()
            #expect(answer.status == 502)
            #expect(answer.text.hasPrefix("{\"error\":\"The backend cannot be reached."))
            #expect(!answer.text.contains("127.0.0.1"))
            #expect(answer["Retry-After"] != nil)
            await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(await client.readAnswer().status == 200)
        }
    }

    @Test(arguments: ["/api/chat", "/v1/messages", "/v1/audio/transcriptions", "/something"])
    func `where no server is known the client is told how to name one`(path: String) async throws {
        try await onStage({ $0.backends = [] }) { stage in
            let client = try await stage.client()
            await client.send("POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}")
            let answer = await client.readAnswer()
            #expect(answer.status == 503 && answer.text.contains("herd nodes add") && answer["Retry-After"] != nil)
        }
    }

    @Test func `who asks whether to send a body is told when nobody is there to take it`() async throws {
        try await onStage({ $0.backends = [] }) { stage in
            let client = try await stage.client()
            await client.send("POST /api/chat HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
            #expect(await client.readAnswer().status == 503)
        }
    }

    @Test(arguments: [
        ("/api/chat", "{\"error\":\""), ("/v1/messages", "{\"type\":\"error\",\"error\":{\"type\":\"api_error\""),
        ("/v1/chat/completions", "{\"error\":{\"message\":\""),
    ])
    func `an error speaks the dialect of its path`(path: String, start: String) async throws {
        let nobody = ReservedPort()
        try await onStage({ $0.backends = [Endpoint(host: "127.0.0.1", port: nobody.address.port)] }) { stage in
            let client = try await stage.client()
            await client.send("POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}")
            let answer = await client.readAnswer()
            #expect(answer.text.hasPrefix(start))
            #expect(answer["Content-Type"] == "application/json")
        }
    }

    @Test func `another backend is asked when the first cannot be reached`() async throws {
        let nobody = ReservedPort()
        try await onStage({ $0.backends.insert(Endpoint(host: "127.0.0.1", port: nobody.address.port), at: 0) }) {
            stage in
            for _ in 0..<3 {
                let (client, backend) = try await stage.meet(
                    "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nok"
                )
                #expect(await backend.read(count: 2).text == "ok")
                await backend.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\ndone")
                #expect(await client.readAnswer().text == "done")
            }
        }
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\nabc", "HTTP/1.1 200 OK\nContent-Length: 2\n\nab",
        "HTTP/1.1 20 OK\r\n\r\n", "HTTP/1.1 200 OK\r\n bad: fold\r\n\r\n", "SSH-2.0-OpenSSH\r\n",
        "HTTP/1.1 200 OK\r\nA: \u{0}\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX-Large: \(String(repeating: "x", count: 70_000))\r\n\r\n",
    ])
    func `an answer that is not HTTP as it must be is a 502`(answer: String) async throws {
        try await onStage { stage in
            let (client, backend) = try await stage.meet()
            await backend.send(answer)
            let seen = await client.readAnswer()
            #expect(seen.status == 502)
            #expect(await backend.readAll().ending.isOver)
        }
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Le"])
    func `a backend that closes before its answer is a 502`(sent: String) async throws {
        try await onStage { stage in
            let (client, backend) = try await stage.meet()
            await backend.send(sent)
            await backend.close()
            #expect(await client.readAnswer().status == 502)
        }
    }

    @Test(arguments: [
        "Content-Length: 10\r\n\r\nhello", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n", "Transfer-Encoding: chunked\r\n\r\nA\r\nhello",
    ])
    func `a torn answer never looks whole`(rest: String) async throws {
        try await onStage { stage in
            let (client, backend) = try await stage.meet()
            await backend.send("HTTP/1.1 200 OK\r\n\(rest)")
            await backend.close()
            let seen = await client.readAll()
            #expect(seen.text.contains("hello"))
            #expect(!seen.text.hasSuffix("0\r\n\r\n"))
            #expect(seen.ending.isOver)
        }
    }

    @Test func `a torn answer to a client of HTTP 1_0 ends in a reset`() async throws {
        try await onStage { stage in
            let (client, backend) = try await stage.meet("GET /x HTTP/1.0\r\n\r\n")
            await backend.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
            _ = await client.read(until: "hello")
            await backend.close()
            #expect(await client.readAll().ending == .reset)
        }
    }

    @Test func `a broken chunk tears the answer`() async throws {
        try await onStage { stage in
            let (client, backend) = try await stage.meet()
            await backend.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
            _ = await client.read(until: "hello")
            await backend.send("zz\r\n")
            let seen = await client.readAll()
            #expect(!seen.text.contains("0\r\n\r\n") && seen.ending.isOver)
        }
    }

    @Test func `a connection closed at the moment of reuse is replaced and nobody notices`() async throws {
        try await onStage { stage in
            let (client, backend) = try await stage.meet()
            await backend.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            #expect(await client.readAnswer().text == "ok")
            await client.send("POST /y HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody")
            // The request is taken in and the connection closed without a word.
            #expect(await backend.read(until: "body").text.contains("POST /y"))
            await backend.close()
            let second = try await stage.backend.accept()
            #expect(await second.read(until: "body").text.contains("POST /y"))
            await second.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nyes")
            #expect(await client.readAnswer().text == "yes")
        }
    }

    @Test func `a request is sent anew once and not again`() async throws {
        try await onStage { stage in
            let (client, backend) = try await stage.meet()
            await backend.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            #expect(await client.readAnswer().text == "ok")
            await client.send("GET /y HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = await backend.read(until: "\r\n\r\n")
            await backend.close()
            let second = try await stage.backend.accept()
            _ = await second.read(until: "\r\n\r\n")
            await second.close()
            #expect(await client.readAnswer().status == 502)
            #expect(await stage.backend.waiting == 0)
        }
    }

    @Test func `a connection that had begun to answer is not tried again`() async throws {
        try await onStage { stage in
            let (client, backend) = try await stage.meet()
            await backend.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            #expect(await client.readAnswer().text == "ok")
            await client.send("GET /y HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = await backend.read(until: "\r\n\r\n")
            await backend.send("HTTP/1.1 20")
            await backend.close()
            #expect(await client.readAnswer().status == 502)
            #expect(await stage.backend.waiting == 0)
        }
    }

    @Test func `a backend that does not begin to answer is a 504`() async throws {
        try await onStage({ $0.upstream.firstByteTimeout = .milliseconds(30) }) { stage in
            let (client, backend) = try await stage.meet()
            #expect(await client.readAnswer().status == 504)
            #expect(await backend.readAll().ending.isOver)
        }
    }

    @Test func `a backend that falls silent in its answer tears it`() async throws {
        try await onStage({ $0.upstream.betweenBytesTimeout = .milliseconds(30) }) { stage in
            let (client, backend) = try await stage.meet()
            await backend.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello")
            let seen = await client.readAll()
            #expect(seen.text.hasSuffix("hello") && seen.ending.isOver)
            #expect(await backend.readAll().ending.isOver)
        }
    }

    @Test func `interim answers without end are a 502`() async throws {
        try await onStage { stage in
            let (client, backend) = try await stage.meet()
            for _ in 0..<40 { await backend.send("HTTP/1.1 103 Early Hints\r\n\r\n") }
            #expect(await client.readAnswer().status == 502)
        }
    }

    @Test func `more connections than allowed are a 503 with the time to come back`() async throws {
        try await onStage({ $0.upstream.connectionsMax = 1 }) { stage in
            let (first, backend) = try await stage.meet()
            let second = try await stage.client()
            await second.send("GET /y HTTP/1.1\r\nHost: a\r\n\r\n")
            let answer = await second.readAnswer()
            #expect(answer.status == 503 && answer["Retry-After"] == "1")
            await backend.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            #expect(await first.readAnswer().text == "ok")
        }
    }
}
