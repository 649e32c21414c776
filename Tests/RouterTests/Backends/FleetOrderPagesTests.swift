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
            #expect(
                json["kind"]?.string == "ollama" && json.list("models").contains("practice:latest"),
                "\(json.list("models"))"
            )
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

    @Test func `one that does not answer is kept, with why, until it is taken back`() async throws {
        let nobody = ReservedPort()
        try await onEmptyStage { stage, _ in
            let url = "http://\(nobody.address)"
            let json = try await add(stage, #"{"url":"\#(url)"}"#).json
            #expect(json["state"] == "silent" && json["reason"]?.string?.isEmpty == false)
            let unseen = try #require(try await stage.get("/fleet/nodes").list("not_seen").first)
            #expect(unseen["address"]?.string == url && unseen["state"] == "silent" && unseen["from"] == "added")
            #expect(try await stage.get("/fleet/backends").texts("backends", of: "url") == [url])
            #expect(try await remove(stage, "127.0.0.1").status == 200)
            #expect(try await stage.get("/fleet/backends").list("backends").isEmpty)
        }
    }

    @Test func `with a check only what answers as a server that is known is added`() async throws {
        let folder = try TemporaryFolder()
        let nobody = ReservedPort()
        try await onEmptyStage(in: folder) { stage, server in
            let refused = try await add(stage, #"{"url":"http://\#(nobody.address)","check":true}"#)
            #expect(refused.status == 502 && refused.text.contains("was not added: "), "\(refused.text)")
            #expect(try await stage.get("/fleet/backends").list("backends").isEmpty)
            #expect(try await add(stage, #"{"url":"\#(server.endpoint)","name":"studio","check":true}"#).status == 201)
        }
        try await onEmptyStage(in: folder) { stage, _ in
            let known = try await stage.get("/fleet/backends")
            #expect(known.texts("backends", of: "name") == ["studio"])
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
        (#"{"url":"http://a","key_file":"key"}"#, "absolute path"),
        (#"{"url":"http://a","url":"http://b"}"#, "url must be there once"),
        (#"{"url":"http://a","key_file":"/dev/zero"}"#, "no file"),
        (#"{"url":"http://a","key_file":"/nowhere/at/all"}"#, "is not there"),
        (#"{"url":"http://a","models":["a b"]}"#, "models must be"),
        (#"{"url":"http://a","check":1}"#, "check must be"), (#"{"url":"http://a","ca_file":"/a"}"#, "not https"),
        (#"{"url":"https://a","ca_file":"a.pem"}"#, "absolute path"),
        (#"{"url":"https://a","ca_file":"/nowhere/at/all"}"#, "is not there"),
        (#"{"url":"http://me:s3cret@a"}"#, "url must be"),
        (#"{"url":"http://a/?key=s3cret"}"#, "url must be"),
    ])
    func `what is wrong is said, and changes nothing`(_ body: String, _ reason: String) async throws {
        try await onEmptyStage { stage, _ in
            let answer = try await add(stage, body)
            #expect(answer.status == 400 && answer.text.contains(reason), "\(answer.text)")
            #expect(!(answer.text + stage.log.lines.joined()).contains("s3cret"))
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
            #expect(try await beat(stage, "mini", server).status == 200)
            let added = try await add(stage, #"{"url":"\#(server.endpoint)"}"#)
            #expect(added.status == 409 && added.text.contains("mini"))
            for name in [server.endpoint.authority, "http%3A%2F%2F\(server.endpoint.authority)"] {
                let removed = try await remove(stage, name)
                #expect(removed.status == 409 && removed.text.contains("herd-node on mini"), "\(removed.text)")
            }
        }
    }

    // MARK: Nodes with an agent

    private func beat(
        _ stage: Stage,
        _ name: String,
        _ server: FakeBackend,
        _ rest: String = #","id":"id-of-one","secret":"a secret of sixteen or more""#
    ) async throws -> RawAnswer {
        let backend =
            #"{"name":"o","kind":"ollama","address":"\#(server.endpoint)","models":[{"name":"practice","place":"resident"}]}"#
        return try await stage.ask(
            "/fleet/heartbeat",
            #"{"version":1,"node":"\#(name)"\#(rest),"backends":[\#(backend)]}"#
        )
    }

    @Test func `a node with an agent is forgotten under its name, and comes back with its next word`() async throws {
        let folder = try TemporaryFolder()
        try await onEmptyStage(in: folder) { stage, server in
            let first = try await beat(stage, "mini", server).json["run"]
            #expect(try await stage.ask("/api/generate", Self.chat).status == 200)
            let removed = try await remove(stage, "mini").json
            #expect(removed["from"] == "agent" && removed["comes_back"] == true && removed["running"] == 0)
            #expect(try await stage.get("/fleet/nodes").list("nodes").isEmpty)
            #expect(try await stage.get("/api/tags").list("models").isEmpty)
            #expect(try await stage.ask("/api/generate", Self.chat).status != 200)
            // Whoever has another secret may now have the name: nobody is bound to it.
            let stranger = #","id":"id-of-one","secret":"another one, as long as it must be""#
            let again = try await beat(stage, "mini", server, stranger)
            #expect(again.status == 200)
            // Agents leave out what this run of the router knows already.
            let second = try again.json["run"]
            #expect(second != first && second != nil)
            #expect(try await stage.ask("/api/generate", Self.chat).status == 200)
            #expect(try await stage.get("/fleet/nodes").texts("nodes", of: "node") == ["mini"])
        }
        // What is not there any more can be forgotten too, which makes its name free.
        try await onEmptyStage(in: folder) { stage, server in
            #expect(try await beat(stage, "mini", server).status == 403)
            let removed = try await remove(stage, "mini").json
            #expect(removed["comes_back"] == false)
            #expect(try await remove(stage, "mini").status == 404)
        }
        try await onEmptyStage(in: folder) { stage, server in
            let first = try await beat(stage, "mini", server)
            #expect(first.status == 200)
        }
    }

    @Test func `a drained node that was removed comes back drained`() async throws {
        try await onEmptyStage { stage, server in
            _ = try await beat(stage, "mini", server)
            _ = try await stage.ask("/fleet/nodes/mini/drain", "")
            #expect(try await remove(stage, "mini").status == 200)
            _ = try await beat(stage, "mini", server)
            #expect(try await stage.get("/fleet/nodes").texts("nodes", of: "state") == ["held"])
            _ = try await stage.ask("/fleet/nodes/mini/resume", "")
            #expect(try await stage.ask("/api/generate", Self.chat).status == 200)
        }
    }

    @Test func `what runs on a node that is removed goes on to its end`() async throws {
        let said = #"{"model":"practice","response":"a","done":true}"#
        try await onEmptyStage({ $0.probeInterval = nil }) { stage, _ in
            let beat =
                #"{"version":1,"node":"mini","backends":[{"name":"o","kind":"ollama","address":"http://\#(stage.backend.address)","#
                + #""models":[{"name":"practice","place":"resident"}]}]}"#
            _ = try await stage.ask("/fleet/heartbeat", beat)
            let (client, peer) = try await stage.meet(Stage.post("/api/generate", Self.chat))
            let removed = try await remove(stage, "mini").json
            #expect(removed["running"] == 1)
            await peer.send(Stage.answer(said))
            let answer = await client.readAnswer()
            #expect(answer.status == 200 && answer.text == said)
            for end in [client, peer] { await end.close() }
            #expect(try await stage.get("/fleet/nodes").list("nodes").isEmpty)
        }
    }

    @Test func `a machine with an agent and with what was added is first asked which of them`() async throws {
        let other = try await FakeBackend()
        try await onEmptyStage { stage, server in
            _ = try await beat(stage, "mini", server)
            _ = try await add(stage, #"{"url":"\#(other.endpoint)","name":"mini"}"#)
            let which = try await remove(stage, "mini")
            #expect(
                which.status == 409 && which.text.contains("\(other.endpoint); when they are gone"),
                "\(which.text)"
            )
            #expect(try await remove(stage, other.endpoint.authority).status == 200)
            let isAgents = try await remove(stage, "mini").json["from"] == "agent"
            #expect(isAgents)
        }
        await other.stop()
    }

    // MARK: Names

    @Test func `who is not known is told who may have been meant`() async throws {
        try await onEmptyStage { stage, server in
            let nobody = try await remove(stage, "studio")
            #expect(
                nobody.status == 404 && nobody.text.contains("no node or backend studio: the router knows none yet")
            )
            _ = try await beat(stage, "studio", server)
            _ = try await add(stage, #"{"url":"http://127.0.0.1:1","name":"attic"}"#)
            for (name, hint) in [
                ("Studio", "; did you mean studio?"), ("studoi", "; did you mean studio?"),
                ("atic", "; did you mean attic?"),
                ("nothing-like-it", "; there are attic, studio"), ("127.0.0.1:2", "; did you mean 127.0.0.1:1?"),
            ] {
                let removed = try await remove(stage, name)
                #expect(removed.status == 404 && removed.text.contains(hint), "\(removed.text)")
                let drained = try await stage.ask("/fleet/nodes/\(name)/drain", "")
                #expect(drained.status == 404 && drained.text.contains(hint), "\(drained.text)")
            }
        }
    }

    @Test func `a machine is drained by its only server's name, and not by one of several`() async throws {
        let other = try await FakeBackend()
        try await onEmptyStage { stage, server in
            _ = try await add(stage, #"{"url":"\#(server.endpoint)","name":"studio"}"#)
            let drained = try await stage.ask("/fleet/nodes/\(server.endpoint.authority)/drain", "").json
            #expect(drained["node"] == "studio" && drained["held"] == true)
            _ = try await add(stage, #"{"url":"\#(other.endpoint)","name":"studio"}"#)
            let shared = try await stage.ask("/fleet/nodes/\(server.endpoint.authority)/resume", "")
            #expect(shared.status == 409 && shared.text.contains("studio has other servers too"))
        }
        await other.stop()
    }

    // MARK: Who may

    @Test(arguments: ["Origin: http://evil.example\r\n", "X-Forwarded-For: 10.0.0.9\r\n", "Sec-Fetch-Site: none\r\n"])
    func `no order comes from a browser or through a proxy`(_ field: String) async throws {
        try await onEmptyStage { stage, server in
            let answer = try await add(stage, #"{"url":"\#(server.endpoint)"}"#, field)
            #expect(answer.status == 403)
            #expect(try await stage.ask("/fleet/nodes/a/drain", "", field).status == 403)
        }
    }

    private static let elsewhere = "X-Forwarded-For: 10.0.0.9\r\n"
    private static let shown = "Authorization: Bearer the-operators-key\r\n"

    @Test func `with an operator's key orders show it, from here as from elsewhere, and name no files from there`()
        async throws
    {
        try await onEmptyStage({ $0.operatorKey = Credential("the-operators-key", as: .bearer) }) { stage, server in
            let body = #"{"url":"\#(server.endpoint)"}"#
            for fields in [
                "", Self.elsewhere, "Authorization: Bearer the-operators-kez\r\n", "Authorization: Bearer\r\n",
            ] {
                let answer = try await add(stage, body, fields)
                #expect(answer.status == 401 && answer.head.contains("WWW-Authenticate: Bearer"))
                #expect(answer.text.contains("operator-key-file") && !answer.text.contains("the-operators-key"))
                #expect(try await stage.ask("/fleet/nodes/a/drain", "", fields).status == 401)
            }
            #expect(try await remove(stage, "127.0.0.1").status == 401)
            #expect(try await add(stage, body, Self.shown + "Origin: http://evil.example\r\n").status == 403)
            #expect(try await stage.get("/fleet/backends").list("backends").isEmpty)

            #expect(try await add(stage, body, Self.shown + Self.elsewhere).status == 201)
            let keyed = #"{"url":"http://10.0.0.9","key_file":"/etc/hostname"}"#
            #expect(try await add(stage, keyed, Self.shown + Self.elsewhere).status == 403)
            let removed = try await stage.ask(
                "DELETE /fleet/backends/127.0.0.1 HTTP/1.1\r\nHost: a\r\n\(Self.shown)\r\n"
            )
            #expect(removed.status == 200)
            #expect(!stage.log.lines.joined().contains("the-operators-key"))
            let hasSent = await server.seen.requests.contains { $0.head.contains("the-operators-key") }
            #expect(!hasSent)
        }
    }
}
