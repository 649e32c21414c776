import Dialects
import Fleet
import HTTPEngine
import Learning
import Routing
import TestSupport
import Testing

@testable import Router

/// What all pages about the fleet have in common, and those that only show it.
@Suite struct ReceiptPagesTests {
    private static let chat = #"{"model":"llama3","messages":[{}],"stream":false}"#

    @Test(arguments: [
        ("GET", "/fleet/route", "POST"), ("HEAD", "/fleet/route", "POST"), ("POST", "/fleet/queue", "GET, HEAD"),
        ("DELETE", "/fleet/requests", "GET, HEAD"), ("PUT", "/fleet/requests/a", "GET, HEAD"),
        ("POST", "/fleet/nodes", "GET, HEAD"), ("GET", "/fleet/heartbeat", "POST"),
    ])
    func `a page asked in the wrong way says which is right`(method: String, path: String, allow: String) async throws {
        try await onStage { stage in
            let request = "\(method) \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"
            let answer = try await stage.ask(request, to: method == "HEAD" ? .head : .get)
            #expect(answer.status == 405 && answer["Allow"] == allow)
        }
    }

    @Test(arguments: ["/fleet/queue", "/fleet/requests", "/fleet/nodes"])
    func `a page can be asked for its head alone`(path: String) async throws {
        try await onStage { stage in
            let client = try await stage.client()
            await client.send("HEAD \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
            let head = await client.readAnswer(to: .head)
            await client.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
            let whole = await client.readAnswer()
            #expect(head.status == 200 && head["Content-Length"] == whole["Content-Length"] && !whole.body.isEmpty)
            #expect(whole["Content-Type"] == "application/json")
        }
    }

    @Test func `a page that is none is not asked of a backend`() async throws {
        try await onStage { stage in
            let answer = try await stage.ask("GET /fleet/quue HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(answer.status == 404)
            #expect(await stage.backend.waiting == 0)
        }
    }

    @Test(arguments: ["/fleet/queue?limit=-1", "/fleet/requests?limit=all"])
    func `a limit that is none is named`(path: String) async throws {
        try await onStage { stage in
            let answer = try await stage.ask("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(answer.status == 400 && answer.text.contains("limit must be a whole number"))
        }
    }

    @Test func `a node is shown with what its weeks say and what it is made of`() async throws {
        try await onStage({ $0.backends = [] }) { stage in
            var week = WeeklySlots()
            for hour in Int64(0)..<168 { week.learn(WallTime(secondsSince1970: hour * 3600), share: 0.5, hours: 1) }
            var archive = Archive()
            archive.weeks["n"] = week
            stage.router.desk.remember(archive)
            for (minds, word) in [(true, "true"), (false, "false")] {
                let beat =
                    #"{"version":1,"node":"n","habits":\#(word),"utc_offset":3600,"machine":{"chip":"M2","memory":64}}"#
                #expect(try await stage.ask(Stage.post("/fleet/heartbeat", beat)).status == 200)
                let node = try #require(try await stage.get("/fleet/nodes").list("nodes").first)
                let chance = try #require(node["habit"]?["chance_within_hour"]?.double)
                #expect(node["habit"]?["hours_known"]?.integer == 168 && (0.5...0.95).contains(chance))
                #expect(node["habit"]?["minded"]?.bool == minds)
                #expect(node["machine"]?["chip"] == "M2" && node["machine"]?["memory"]?.integer == 64)
            }
        }
    }

    @Test func `the queue shows its lanes and who stands where, and nothing when nobody waits`() async throws {
        try await onStage { stage in
            try stage.report("one", stage.backend.address)
            let empty = try await stage.get("/fleet/queue")
            #expect(empty == ["waiting": 0, "lanes": [], "tickets": []])
            var clients: [RawPeer] = []
            for (count, fields) in [
                "", "X-Request-Id: late\r\nX-Herd-Priority: batch\r\n", "X-Request-Id: soon\r\nX-Herd-Deadline: 60\r\n",
            ].enumerated() {
                let client = try await stage.client()
                await client.send(Stage.post("/api/chat", Self.chat, fields))
                clients.append(client)
                while stage.router.desk.read({ dispatcher, _ in dispatcher.ticketCount }) <= count {
                    await stage.loop.ask {}
                }
            }
            let queue = try await stage.get("/fleet/queue")
            #expect(queue["waiting"]?.integer == 2)
            let lane = try #require(queue.list("lanes").first)
            #expect(lane["model"]?.string == "llama3" && lane["waiting"]?.integer == 2 && lane["slots"]?.integer == 1)
            #expect(queue.texts("tickets", of: "request") == ["soon", "late"])
            #expect(queue.list("tickets").map { $0["position"]?.integer } == [0, 1])
            #expect(queue.texts("tickets", of: "priority") == ["normal", "batch"])
            let soon = try #require(queue.list("tickets").first)
            #expect((soon["deadline_in"]?.double ?? 99) <= 60 && (soon["waited"]?.double ?? -1) >= 0)
            #expect((soon["expected_start_in"]?.double ?? 0) > 0)
            let few = try await stage.get("/fleet/queue?limit=1")
            #expect(few["waiting"]?.integer == 2 && few.texts("tickets", of: "request") == ["soon"])
            for client in clients { await client.close() }
        }
    }

    @Test func `the nodes show their state, what they have and how they are, and what is unknown as such`() async throws
    {
        try await onStage { stage in
            try stage.report("static", stage.backend.address, ["Llama3:8b"])
            var beat = Heartbeat(node: "studio")
            beat.thermal = .fair
            beat.foreignLoad = 0.25
            beat.busy = [BusyFlag(cause: .screenSharing)]
            var report = BackendReport(name: "o", kind: .ollama)
            var model = ModelReport(try #require(ModelName("qwen3")), .disk)
            model.size = .gigabytes(5)
            report.models = [model]
            beat.backends = [report]
            try stage.router.desk.heartbeat(beat)
            let nodes = try await stage.get("/fleet/nodes").list("nodes")
            #expect(nodes.map { $0["node"]?.string } == ["static", "studio"])
            #expect(nodes.map { $0["state"]?.string } == ["online", "paused"])
            #expect(nodes[0]["thermal"] == .null && nodes[0]["busy"] == .null && nodes[0]["has_agent"] == false)
            #expect(nodes[1]["thermal"] == "fair" && nodes[1]["foreign_load"]?.double == 0.25)
            #expect(nodes[1]["busy"]?["cause"] == "screen_sharing" && nodes[1]["busy"]?["policy"] == "pause")
            let backend = try #require(nodes[0].list("backends").first)
            #expect(backend["address"]?.string == "http://\(stage.backend.address)" && backend["running"] == 0)
            #expect(backend.list("models").map { $0["model"]?.string } == ["Llama3:8b"])
            #expect(backend.list("models").map { $0["place"]?.string } == ["resident"])
            let other = try #require(nodes[1].list("backends").first?.list("models").first)
            #expect(other["place"] == "disk" && other["size"]?.integer == 5_000_000_000)
        }
    }
}
