import HTTPEngine
import Router
import TestSupport
import Testing

@Suite(.serialized) struct ManyStreamsTests {
    /// Content of a stream that depends on its number, so that bytes of another cannot go unnoticed.
    private static func piece(_ stream: Int, _ step: Int) -> String {
        "data: {\"stream\":\(stream),\"step\":\(step),\"text\":\"\(String(repeating: "\(stream % 10)", count: step % 97))\"}\n\n"
    }

    @Test func `a thousand streams at once arrive byte for byte`() async throws {
        let streams = 1000
        let steps = 20
        try await onStage({
            // No connection is kept: each backend peer of the test ends with its one request.
            $0.upstream.idleMax = 0
            // However long a slow machine takes.
            $0.upstream.connectTimeout = .seconds(600)
            $0.upstream.writeTimeout = .seconds(600)
            $0.server.headTimeout = .seconds(600)
            $0.server.writeTimeout = .seconds(600)
            $0.server.idleTimeout = .seconds(600)
        }) { stage in
            try await withThrowingTaskGroup { group in
                group.addTask { await Self.streamToEverybody(on: stage.backend, steps) }
                try await withThrowingTaskGroup { clients in
                    for number in 0..<streams {
                        clients.addTask { try await Self.follow(number, steps, on: stage) }
                    }
                    try await clients.waitForAll()
                }
                await stage.backend.close()
                try await group.waitForAll()
            }
        }
    }

    private static func follow(_ number: Int, _ steps: Int, on stage: Stage) async throws {
        let client = try await stage.client()
        await client.send("GET /\(number) HTTP/1.1\r\nHost: a\r\n\r\n")
        let expected = (0..<steps).map { piece(number, $0) }.joined()
        let answer = await client.readAnswer()
        #expect(answer.status == 200 && answer.ending == .open && answer.text == expected)
        await client.close()
    }

    private static func streamToEverybody(on listener: RawListener, _ steps: Int) async {
        await withTaskGroup { backends in
            while let peer = try? await listener.accept() {
                backends.addTask { while await stream(to: peer, steps) {} }
            }
            // Whoever is still connected is idle in the router's pool.
            backends.cancelAll()
        }
    }

    /// Answers one request; false when none came any more.
    private static func stream(to peer: RawPeer, _ steps: Int) async -> Bool {
        let head = await peer.read(until: "\r\n\r\n")
        guard head.ending == .open else { return false }
        let number = Int(head.text.dropFirst(5).prefix { $0.isNumber }) ?? -1
        await peer.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
        for step in 0..<steps {
            let piece = piece(number, step)
            await peer.send("\(String(piece.utf8.count, radix: 16))\r\n\(piece)\r\n")
        }
        await peer.send("0\r\n\r\n")
        return true
    }

    @Test func `after many clients of every kind nothing is left open`() async throws {
        try await onStage { stage in
            for round in 0..<30 {
                let (client, backend) = try await stage.meet()
                switch round % 3 {
                case 0:
                    await backend.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
                    _ = await client.readAnswer()
                    await client.close()
                case 1:
                    await client.reset()
                default:
                    await backend.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nok")
                    await backend.close()
                    _ = await client.readAll()
                }
                #expect(await backend.readAll().ending.isOver)
                await backend.close()
                await client.close()
            }
            while stage.router.server.connectionCount > 0 { await Task.yield() }
            let statistics = await stage.router.statistics()
            #expect(statistics.connectionsOpen == 0)
            #expect(statistics.streamsOpen == 0)
            #expect(statistics.upstreamOpen == 0)
        }
    }
}
