import Dialects
import Fleet
import HTTPEngine
import Routing
import TestSupport
import Testing

@testable import Router

/// `GET /fleet/requests/{id}`: what became of a request that was really sent.
@Suite struct RequestPagesTests {
    private static let chat = #"{"model":"llama3","messages":[{}],"stream":false}"#
    private static let id = "X-Request-Id: mine/1\r\n"
    private static let answered = """
        {"message":{"role":"assistant","content":"Hi"},"done":false}
        {"done":true,"prompt_eval_count":7,"eval_count":3}

        """

    /// Asked over the same connection, so that the request before has wholly ended.
    private func look(_ client: RawPeer, _ path: String = "/fleet/requests/mine/1") async throws -> JSONValue {
        await client.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
        return try await client.readAnswer().json
    }

    @Test func `a request that ran shows who served it, why, and what it took`() async throws {
        try await onStage { stage in
            try stage.report("one", stage.backend.address)
            let client = try await stage.client()
            await client.send(Stage.post("/api/chat", Self.chat, Self.id + "X-Herd-Priority: batch\r\n"))
            let peer = try await stage.backend.accept()
            _ = await peer.read(until: Self.chat)
            let running = try await stage.get("/fleet/requests/mine%2F1")
            #expect(running["state"]?.string == "running" && running["status"] == .null)
            await peer.send(Stage.answer(Self.answered, type: "application/x-ndjson"))
            #expect(await client.readAnswer().status == 200)
            let page = try await look(client)
            #expect(page["id"]?.string == "mine/1" && page["state"]?.string == "completed")
            #expect(page["status"]?.integer == 200 && page["node"]?.string == "one" && page["error"] == .null)
            #expect(page["prompt_tokens"]?.integer == 7 && page["output_tokens"]?.integer == 3)
            #expect(page["priority"]?.string == "batch" && page["asked"]?["models"] == ["llama3"])
            #expect((page["first_token_after"]?.double ?? -1) > 0 && (page["duration"]?.double ?? -1) > 0)
            let attempt = try #require(page.list("attempts").first)
            #expect(attempt["outcome"]?.string == "completed" && attempt["backend"]?.string == "one-b")
            #expect(attempt["served_as"]?.string == "llama3" && attempt["waited"]?.double == 0)
            let replay = try #require(attempt["receipt"].flatMap { Replay($0) })
            #expect(replay.rows.count == 1 && replay.chosen == replay.printedChoice)
        }
    }

    @Test func `every attempt is there in its order, with why it ended and why the next was chosen`() async throws {
        try await onStage { stage in
            let other = try await RawListener(on: stage.loop)
            try stage.report("one", stage.backend.address)
            try stage.report("two", other.address)
            let client = try await stage.client()
            await client.send(Stage.post("/api/chat", Self.chat, Self.id))
            for (listener, status) in [(stage.backend, 500), (other, 429)] {
                let peer = try await listener.accept()
                _ = await peer.read(until: Self.chat)
                await peer.send("HTTP/1.1 \(status) No\r\nContent-Length: 2\r\n\r\nno")
            }
            let answer = await client.readAnswer()
            #expect(answer.status == 429 && answer["X-Herd-Attempts"] == "2" && answer["X-Herd-Node"] == "two")
            let page = try await look(client)
            #expect(page["state"]?.string == "failed" && page["status"]?.integer == 429)
            #expect(page.texts("attempts", of: "node") == ["one", "two"])
            #expect(page.list("attempts").map { $0["status"]?.integer } == [500, 429])
            #expect(page.texts("attempts", of: "error").first == "the backend answered with status 500")
            let second = try #require(page.list("attempts").last?["receipt"])
            #expect(second.texts("eliminated", of: "reason") == ["already tried for this request"])
            #expect(try #require(Replay(second)).printedChoice == Replay(second)?.chosen)
            await other.close()
        }
    }

    @Test func `a refusal after attempts says how many there were, and names nobody`() async throws {
        try await onStage { stage in
            let nobody = ReservedPort()
            try stage.report("gone", nobody.address)
            let client = try await stage.client()
            await client.send(Stage.post("/api/chat", Self.chat, Self.id))
            let answer = await client.readAnswer()
            #expect(answer.status == 502 && answer["X-Herd-Attempts"] == "1" && answer["X-Request-Id"] == "mine/1")
            #expect(answer["X-Herd-Node"] == nil && answer["X-Herd-Backend"] == nil)
            let page = try await look(client)
            #expect(page["error"]?.string == "the backend could not be reached")
        }
    }

    @Test func `a request that waits and one whose client left are told apart`() async throws {
        try await onStage { stage in
            try stage.report("one", stage.backend.address)
            let first = try await stage.client()
            await first.send(Stage.post("/api/chat", Self.chat))
            let peer = try await stage.backend.accept()
            _ = await peer.read(until: Self.chat)
            let second = try await stage.client()
            await second.send(Stage.post("/api/chat", Self.chat, Self.id))
            await stage.untilWaiting(1)
            let waiting = try await stage.get("/fleet/requests/mine/1")
            #expect(waiting["state"]?.string == "waiting" && waiting.list("attempts").isEmpty)
            await second.reset()
            await stage.untilWaiting(0)
            #expect(try await stage.get("/fleet/requests/mine/1")["state"]?.string == "cancelled")
            await first.reset()
            while stage.router.desk.read({ dispatcher, _ in dispatcher.ticketCount }) > 0 { await stage.loop.ask {} }
            let newest = try await stage.get("/fleet/requests").list("requests")
            #expect(newest.map { $0["state"]?.string } == ["cancelled", "cancelled"])
            #expect(newest[0]["id"]?.string == "mine/1" && newest[1]["node"]?.string == "one")
        }
    }

    @Test func `a request sent to a server that says nothing about its models is one that was forwarded`() async throws
    {
        try await onStage { stage in
            let other = try await RawListener(on: stage.loop)
            try stage.report("one", other.address)
            let body = #"{"model":"nope","messages":[{}]}"#
            let client = try await stage.client()
            await client.send(Stage.post("/api/chat", body, Self.id))
            let peer = try await stage.backend.accept()
            _ = await peer.read(until: body)
            await peer.send(Stage.answer("{}"))
            #expect(await client.readAnswer()["X-Herd-Attempts"] == nil)
            let page = try await look(client)
            #expect(page["state"]?.string == "forwarded" && page["status"]?.integer == 200 && page["error"] == .null)
            await other.close()
        }
    }

    @Test func `only the newest are kept, and of one name the newest`() async throws {
        try await onStage({
            $0.receiptsKept = 2
            $0.backends = []
        }) { stage in
            try stage.report("one", stage.backend.address)
            let client = try await stage.client()
            for name in ["a", "b", "a", "c"] {
                let body = #"{"model":"no-\#(name)","messages":[{}]}"#
                await client.send(Stage.post("/api/chat", body, "X-Request-Id: \(name)\r\n"))
                #expect(await client.readAnswer().status == 404)
            }
            let list = try await look(client, "/fleet/requests")
            #expect(list.texts("requests", of: "id") == ["c", "a"])
            #expect(list.texts("requests", of: "state") == ["refused", "refused"])
            let few = try await look(client, "/fleet/requests?limit=1")
            #expect(few.texts("requests", of: "id") == ["c"])
            let refused = try await look(client, "/fleet/requests/a")
            #expect(refused["error"]?.string?.hasPrefix("model 'no-a' not found") == true)
            await client.send("GET /fleet/requests/b HTTP/1.1\r\nHost: a\r\n\r\n")
            let gone = await client.readAnswer()
            #expect(gone.status == 404 && gone.text.contains("Kept are the newest 2"))
        }
    }

    @Test func `a request is found by the name the router gave it`() async throws {
        try await onStage({ $0.backends = [] }) { stage in
            try stage.report("one", stage.backend.address)
            let client = try await stage.client()
            await client.send(Stage.post("/api/chat", #"{"model":"nope","messages":[{}]}"#))
            let name = try #require(await client.readAnswer()["X-Request-Id"])
            #expect(try await look(client, "/fleet/requests/\(name)")["id"]?.string == name)
        }
    }

    @Test func `a router that is to keep nothing keeps nothing and serves all the same`() async throws {
        try await onStage({ $0.receiptsKept = 0 }) { stage in
            try stage.report("one", stage.backend.address)
            let client = try await stage.client()
            await client.send(Stage.post("/api/chat", Self.chat))
            let peer = try await stage.backend.accept()
            _ = await peer.read(until: Self.chat)
            await peer.send(Stage.answer("{}"))
            #expect(await client.readAnswer().status == 200)
            #expect(try await look(client, "/fleet/requests").list("requests").isEmpty)
        }
    }
}
