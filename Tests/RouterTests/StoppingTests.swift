import HTTPEngine
import Router
import TestSupport
import Testing

@Suite struct StoppingTests {
    @Test func `what runs when the router stops comes to its end`() async throws {
        try await onStage({ $0.server.stopDeadline = .seconds(20) }) { stage in
            let (client, backend) = try await stage.meet()
            await backend.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n")
            _ = await client.read(until: "hi\r\n")
            async let stopped = stage.router.stop()
            await stage.untilStopping()
            await backend.send("5\r\nthere\r\n0\r\n\r\n")
            #expect(await client.readAll().text == "5\r\nthere\r\n0\r\n\r\n")
            #expect(await stopped)
        }
    }

    @Test func `an answer that begins while the router stops says that it was the last`() async throws {
        try await onStage({ $0.server.stopDeadline = .seconds(20) }) { stage in
            let (client, backend) = try await stage.meet()
            async let stopped = stage.router.stop()
            await stage.untilStopping()
            await backend.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            let answer = await client.readAnswer()
            #expect(answer["Connection"] == "close" && answer.text == "ok")
            #expect(await stopped)
        }
    }

    @Test func `what does not end by the deadline is cut off`() async throws {
        try await onStage({ $0.server.stopDeadline = .milliseconds(30) }) { stage in
            let (client, backend) = try await stage.meet()
            await backend.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n")
            _ = await client.read(until: "hi\r\n")
            #expect(await !stage.router.stop())
            #expect(await client.readAll().ending.isOver)
            #expect(await backend.readAll().ending.isOver)
        }
    }

    @Test func `an idle client is let go and one that has just been served may ask once more`() async throws {
        try await onStage({
            $0.server.stopDeadline = .seconds(300)
            $0.server.stopGrace = .seconds(300)
        }) { stage in
            let client = try await stage.client()
            await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = await client.readAnswer()
            async let stopped = stage.router.stop()
            await stage.untilStopping()
            await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            let answer = await client.readAnswer()
            #expect(answer.status == 200 && answer["Connection"] == "close")
            #expect(await client.readAll().ending == .closed)
            #expect(await stopped)
        }
    }
}

extension Stage {
    func untilStopping() async {
        while !router.server.isStopping { await Task.yield() }
    }
}
