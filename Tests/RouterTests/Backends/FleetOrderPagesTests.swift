import Dialects
import Fleet
import HTTPEngine
import Practice
import Routing
import Telemetry
import TestSupport
import Testing

@testable import Router

/// Backends that come and go while the router runs.
@Suite struct FleetOrderPagesTests {
    private static let chat = #"{"model":"practice","prompt":"a","options":{"num_predict":3}}"#

    /// A router that knows nobody at first, beside a server that could be added.
    private func onEmptyStage(
        in folder: TemporaryFolder? = nil,
        _ change: (inout RouterOptions) -> Void = { _ in },
        _ play: (Stage, FakeBackend) async throws -> Void
    ) async throws {
        let server = try await FakeBackend()
        try await onStage({ options in
            options.backends = []
            options.probeInterval = .milliseconds(2)
            options.dataDir = folder.map { $0("data") }
            change(&options)
        }) { stage in
            try await play(stage, server)
        }
        await server.stop()
    }

    private func add(_ stage: Stage, _ body: String, _ fields: String = "") async throws -> RawAnswer {
        try await stage.ask("/fleet/backends", body, fields)
    }

    private func remove(_ stage: Stage, _ name: String) async throws -> RawAnswer {
        try await stage.ask("DELETE /fleet/backends/\(name) HTTP/1.1\r\nHost: a\r\n\r\n")
    }

    private func backends(_ stage: Stage) async throws -> [JSONValue] {
        try await stage.get("/fleet/nodes").list("nodes").flatMap { $0.list("backends") }
    }

    // MARK: Adding and removing

    @Test func `a backend is added, says what it is, serves, and is removed`() async throws {
        try await onEmptyStage { stage, server in
            let added = try await add(
                stage,
                #"{"url":"\#(server.endpoint)","name":"studio","labels":["gpu"],"slots":3}"#
            )
            let json = try added.json
            #expect(added.status == 201 && json["state"] == "ready" && json["name"] == "studio")
            #expect(json["kind"]?.string == "ollama" && json.list("models").contains("practice"))
            #expect(json["kept"] == false)
            let shown = try #require(try await backends(stage).first)
            #expect(shown["from"] == "added" && shown["slots"] == 3)

            let answer = try await stage.ask("/api/generate", Self.chat, "X-Herd-Labels: gpu\r\n")
            #expect(answer.status == 200 && answer.head.contains("X-Herd-Node: studio"))

            #expect(try await remove(stage, "studio").status == 200)
            let page = try await stage.get("/fleet/nodes")
            #expect(page.list("nodes").isEmpty && page.list("not_seen").isEmpty)
            #expect(try await stage.get("/api/tags").list("models").isEmpty)
            #expect(try await stage.ask("/api/generate", Self.chat).status == 404)
            #expect(try await remove(stage, "studio").status == 404)
        }
    }

    @Test func `what runs on a backend that is removed goes on to its end`() async throws {
        let said = #"{"model":"practice","response":"a","done":true}"#
        try await onEmptyStage({ $0.probeInterval = nil }) { stage, _ in
            let place = stage.backend.address
            _ = try await add(stage, #"{"url":"http://\#(place)","name":"studio"}"#)
            try stage.report("studio", place, ["practice"]) { $0.name = "\(place)" }
            let (client, peer) = try await stage.meet(Stage.post("/api/generate", Self.chat))
            #expect(try await remove(stage, "studio").status == 200)
            await peer.send(Stage.answer(said))
            let answer = await client.readAnswer()
            #expect(answer.status == 200 && answer.text == said)
            for end in [client, peer] { await end.close() }
            // Its last answer does not bring it back.
            #expect(try await stage.ask("/api/generate", Self.chat).status == 404)
        }
    }

    @Test func `a backend that was removed comes back with nothing of what was said of it before`() async throws {
        try await onEmptyStage { stage, server in
            let url = "\(server.endpoint)"
            _ = try await add(stage, #"{"url":"\#(url)","name":"studio","labels":["gpu"],"handicap":5,"cost_tier":2}"#)
            _ = try await remove(stage, "studio")
            #expect(try await add(stage, #"{"url":"\#(url)","name":"studio"}"#).status == 201)
            let fleet = stage.router.desk.read { dispatcher, _ in dispatcher.fleet }
            let id = try #require(fleet.node(named: "studio").flatMap { fleet.backends(of: $0).first })
            #expect(fleet[id].handicap == .zero && fleet[id].costTier == 0 && !fleet[id].isGone)
            #expect(fleet.backendProfiles[Int(id.index)].labels.isEmpty)
            #expect(try await stage.get("/fleet/nodes").texts("nodes", of: "state") == ["online"])
        }
    }

    @Test func `one that does not answer is kept, with why, and found once it does`() async throws {
        try await onEmptyStage { stage, server in
            let url = "\(server.endpoint)"
            await server.stop()
            let json = try await add(stage, #"{"url":"\#(url)"}"#).json
            #expect(json["state"] == "silent" && json["reason"]?.string?.isEmpty == false)
            let unseen = try #require(try await stage.get("/fleet/nodes").list("not_seen").first)
            #expect(unseen["address"]?.string == url && unseen["state"] == "silent" && unseen["from"] == "added")
            #expect(try await stage.get("/fleet/backends").texts("backends", of: "url") == [url])
            #expect(try await remove(stage, "127.0.0.1").status == 200)
            #expect(try await stage.get("/fleet/backends").list("backends").isEmpty)
        }
    }

    @Test func `what was added is there after a restart, what was removed is not`() async throws {
        let folder = try TemporaryFolder()
        let server = try await FakeBackend()
        let other = try await FakeBackend()
        try await onEmptyStage(in: folder) { stage, _ in
            let first = try await add(stage, #"{"url":"\#(server.endpoint)","name":"studio","labels":["gpu"]}"#)
            let isKept = try first.json["kept"] == true
            #expect(isKept)
            _ = try await add(stage, #"{"url":"\#(other.endpoint)","name":"attic"}"#)
            _ = try await remove(stage, "attic")
        }
        try await onEmptyStage(in: folder) { stage, _ in
            let known = try await stage.get("/fleet/backends")
            #expect(known.texts("backends", of: "name") == ["studio"])
            #expect(known.list("backends").first?["labels"] == ["gpu"])
            while try await backends(stage).isEmpty {}
            #expect(try await stage.ask("/api/generate", Self.chat).head.contains("X-Herd-Node: studio"))
        }
        await server.stop()
        await other.stop()
    }

    // MARK: What is refused

    @Test(arguments: [
        ("", "must be an object"), ("[]", "an object"), ("{", "not valid JSON"), (#"{"url":7}"#, "url must be a text"),
        ("{}", "url must be"), (#"{"url":"ftp://a"}"#, "url must be"), (#"{"url":"http://a:99999"}"#, "url must be"),
        (#"{"url":"http://a","name":""}"#, "name must be"), (#"{"url":"http://a","name":"a b"}"#, "without blanks"),
        (#"{"url":"http://a","name":"a\nb"}"#, "name must be"), (#"{"url":"http://a","type":"best"}"#, "type must be"),
        (#"{"url":"http://a","labels":"gpu"}"#, "labels must be"), (#"{"url":"http://a","labels":["a,b"]}"#, "labels"),
        (#"{"url":"http://a","slots":0}"#, "slots must be"), (#"{"url":"http://a","slots":-1}"#, "slots must be"),
        (#"{"url":"http://a","slots":1e99}"#, "slots must be"), (#"{"url":"http://a","handicap":1e300}"#, "handicap"),
        (#"{"url":"http://a","cost_tier":101}"#, "cost_tier must be"), (#"{"url":"http://a","label":["x"]}"#, "label"),
        (#"{"url":"http://a","key_file":"key"}"#, "absolute path"), (#"{"url":"http://a","url":"http://b"}"#, "twice"),
        (#"{"url":"http://a","key_file":"/dev/zero"}"#, "no file"),
        (#"{"url":"http://a","key_file":"/nowhere/at/all"}"#, "is not there"),
        (#"{"url":"http://a","models":["a b"]}"#, "models must be"),
    ])
    func `what is wrong is said, and changes nothing`(_ body: String, _ reason: String) async throws {
        try await onEmptyStage { stage, _ in
            let answer = try await add(stage, body)
            #expect(answer.status == 400 && answer.text.contains(reason), "\(answer.text)")
            #expect(try await stage.get("/fleet/backends").list("backends").isEmpty)
        }
    }

    @Test func `a body without end is not read`() async throws {
        try await onEmptyStage { stage, _ in
            let long = String(repeating: " ", count: 70_000)
            let answer = try await add(stage, #"{"url":"http://a"\#(long)}"#)
            #expect(answer.status == 413)
        }
    }

    @Test func `a key is read where the router runs, and nowhere to be seen`() async throws {
        let folder = try TemporaryFolder()
        folder.write(Array("s3cret-key\n".utf8), to: "key")
        try await onEmptyStage { stage, server in
            await server.become(.openAI)
            let body = #"{"url":"\#(server.endpoint)","name":"cloud","key_file":"\#(folder("key"))"}"#
            let added = try await add(stage, body)
            let hasKey = try added.json["has_key"] == true
            #expect(added.status == 201 && hasKey)
            #expect(await server.seen.requests.contains { $0.head.contains("Bearer s3cret-key") })
            let pages = [added.text, try await stage.ask("GET /fleet/backends HTTP/1.1\r\nHost: a\r\n\r\n").text]
            #expect(!pages.joined().contains("s3cret") && !stage.log.lines.joined().contains("s3cret"))
        }
    }

    @Test func `one address is there once, and what the settings say is removed from the settings`() async throws {
        let server = try await FakeBackend()
        try await onEmptyStage({ options in
            options.backends = [server.endpoint]
            options.backendsPlace = "/etc/herd.conf:12"
        }) { stage, other in
            let again = try await add(stage, #"{"url":"\#(server.endpoint)/"}"#)
            #expect(again.status == 409 && again.text.contains("settings already"))
            let kept = try await remove(stage, server.endpoint.authority)
            #expect(kept.status == 409 && kept.text.contains("/etc/herd.conf:12"))
            _ = try await add(stage, #"{"url":"\#(other.endpoint)"}"#)
            #expect(try await add(stage, #"{"url":"\#(other.endpoint)"}"#).status == 409)
            // Both are on 127.0.0.1.
            let which = try await remove(stage, "127.0.0.1")
            #expect(which.status == 409 && which.text.contains("\(other.endpoint)"))
            let escaped = "http%3A%2F%2F\(other.endpoint.authority)"
            #expect(try await remove(stage, escaped).status == 200)
        }
        await server.stop()
    }

    @Test func `what an agent announces is the agent's`() async throws {
        try await onEmptyStage { stage, server in
            let beat =
                #"{"version":1,"node":"mini","backends":[{"name":"o","kind":"ollama","address":"\#(server.endpoint)"}]}"#
            #expect(try await stage.ask("/fleet/heartbeat", beat).status == 200)
            let added = try await add(stage, #"{"url":"\#(server.endpoint)"}"#)
            #expect(added.status == 409 && added.text.contains("mini"))
            let removed = try await remove(stage, "mini")
            #expect(removed.status == 409 && removed.text.contains("herd-node"))
        }
    }

    @Test(arguments: ["Origin: http://evil.example\r\n", "X-Forwarded-For: 10.0.0.9\r\n", "Sec-Fetch-Site: none\r\n"])
    func `no order comes from a browser or through a proxy`(_ field: String) async throws {
        try await onEmptyStage { stage, server in
            let answer = try await add(stage, #"{"url":"\#(server.endpoint)"}"#, field)
            #expect(answer.status == 403)
            #expect(try await stage.ask("/fleet/nodes/a/drain", "", field).status == 403)
        }
    }

    @Test func `a setting lets others give orders, but name no files`() async throws {
        try await onEmptyStage({ $0.takesOrdersFromAnywhere = true }) { stage, server in
            let body = #"{"url":"\#(server.endpoint)"}"#
            let added = try await add(stage, body, "X-Forwarded-For: 10.0.0.9\r\n")
            #expect(added.status == 201)
            let keyed = #"{"url":"http://10.0.0.9","key_file":"/etc/hostname"}"#
            let refused = try await add(stage, keyed, "X-Forwarded-For: 10.0.0.9\r\n")
            #expect(refused.status == 403)
        }
    }
}
