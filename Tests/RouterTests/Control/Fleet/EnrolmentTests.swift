import Dialects
import HTTPEngine
import Telemetry
import TestSupport
import Testing

@testable import Router

/// Heartbeats of nodes that show who they are, as a router takes them.
@Suite struct EnrolmentTests {
    private static let secret = #""secret":"a secret of sixteen or more""#
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func beat(
        _ stage: Stage,
        _ rest: String = "",
        name: String = "studio",
        id: String = "id-of-one",
        secret: String = secret
    ) async throws -> (status: Int, json: JSONValue) {
        let proof = id.isEmpty ? "" : #","id":"\#(id)",\#(secret)"#
        let body = #"{"version":1,"node":"\#(name)"\#(proof)\#(rest)}"#
        let answer = try await stage.ask(Stage.post("/fleet/heartbeat", body), to: .post)
        return (answer.status, try answer.json)
    }

    private func names(_ stage: Stage) async throws -> [String?] {
        try await stage.get("/fleet/nodes").texts("nodes", of: "node")
    }

    @Test func `the answer says what the node is called, which run it is, and how it is seen`() async throws {
        try await onStage { stage in
            let answers = [try await beat(stage), try await beat(stage)]
            #expect(answers.map(\.status) == [200, 200])
            let json = answers[0].json
            #expect(json["node"] == "studio" && json["seen_at"] == "127.0.0.1" && json["same_machine"] == true)
            #expect((json["run"]?.integer ?? 0) > 0 && json["run"] == answers[1].json["run"])
        }
    }

    @Test func `another secret is refused with what to do, and changes nothing`() async throws {
        try await onStage { stage in
            _ = try await beat(stage)
            let thief = try await beat(
                stage,
                #","draining":true,"backends":[]"#,
                secret: #""secret":"not the same at all, but long""#
            )
            #expect(thief.status == 403 && thief.json["error"]?.string?.contains("file identity") == true)
            #expect(try await stage.get("/fleet/nodes").texts("nodes", of: "state") == ["online"])
        }
    }

    @Test func `a script may speak, but not in the name of a node`() async throws {
        try await onStage { stage in
            #expect(try await beat(stage, name: "script", id: "").status == 200)
            _ = try await beat(stage)
            #expect(try await beat(stage, id: "").status == 403)
            #expect(try await names(stage) == ["script", "studio"])
        }
    }

    @Test func `two machines of one name stay two, after a restart too`() async throws {
        for _ in 0..<2 {
            try await onStage { options in
                options.dataDir = folder("data")
            } _: { stage in
                let first = try await beat(stage, id: "id-of-one")
                let second = try await beat(stage, id: "id-of-two")
                #expect([first, second].map { $0.json["node"]?.string } == ["studio", "studio-2"])
                let thief = try await beat(stage, id: "id-of-one", secret: #""secret":"sixteen letters of it""#)
                #expect(thief.status == 403)
            }
        }
    }

    @Test func `a node that is called otherwise leaves its old name`() async throws {
        try await onStage { stage in
            _ = try await beat(stage, #","backends":[{"name":"b","models":[{"name":"m"}]}]"#)
            _ = try await beat(stage, #","backends":[{"name":"b","models":[{"name":"m"}]}]"#, name: "attic")
            let nodes = try await stage.get("/fleet/nodes")
            #expect(nodes.texts("nodes", of: "node") == ["studio", "attic"])
            #expect(nodes.texts("nodes", of: "state") == ["left", "online"])
        }
    }

    @Test(arguments: [
        (#","id":"short","secret":"a secret of sixteen or more""#, "id must be 8 to 64 bytes"),
        (#","id":"id-of-one""#, "secret must be the secret of this id"),
        (#","id":"id-of-one","secret":"short""#, "secret must be 16 to 128 bytes"),
        (#","secret":"a secret of sixteen or more""#, "id must be there where a secret is"),
        (#","id":7,"secret":"a secret of sixteen or more""#, "id must be a text"),
        (#","backends":[{"name":"b","port":0}]"#, "backends[0].port must be a whole number, 1 to 65535"),
        (#","backends":[{"name":"b","port":65536}]"#, "backends[0].port must be a whole number, 1 to 65535"),
        (#","backends":[{"name":"b","key":"a\r\nb"}]"#, "backends[0].key must be up to"),
    ])
    func `what is wrong is named`(rest: String, complaint: String) async throws {
        try await onStage { stage in
            let answer = try await beat(stage, rest, id: "")
            #expect(answer.status == 400 && answer.json["error"]?.string?.hasPrefix(complaint) == true)
            #expect(try await names(stage) == [])
        }
    }

    @Test func `what is not its own a node may announce only where that is allowed`() async throws {
        let elsewhere = #","backends":[{"name":"b","address":"http://192.0.2.7:11434"}]"#
        try await onStage { stage in
            let refused = try await beat(stage, elsewhere)
            #expect(refused.status == 403 && refused.json["error"]?.string?.contains("node-address = any") == true)
            #expect(try await names(stage) == [])
            #expect(try await beat(stage, elsewhere, name: "script", id: "").status == 200)
        }
        try await onStage { options in
            options.acceptsForeignAddresses = true
        } _: { stage in
            let allowed = try await beat(stage, elsewhere)
            #expect(allowed.status == 200)
        }
    }

    @Test func `a node of another fleet is refused`() async throws {
        try await onStage { options in
            options.fleetName = "home"
        } _: { stage in
            let friend = try await beat(stage, #","fleet":"home""#)
            #expect(friend.status == 200)
            let stranger = try await beat(stage, #","fleet":"office""#, id: "id-of-two")
            #expect(stranger.status == 403 && stranger.json["error"]?.string?.contains("--fleet") == true)
        }
    }

    @Test func `a key is shown where a backend asks for it, with a client's own left out`() async throws {
        try await onStage { options in
            options.backends = []
        } _: { stage in
            let port = stage.backend.address.port
            let backend =
                #","backends":[{"name":"b","port":\#(port),"key":"k-1","kind":"ollama","models":[{"name":"m","place":"resident"}]}]"#
            let taken = try await beat(stage, backend)
            #expect(taken.status == 200)
            let client = try await stage.client()
            await client.send(Stage.post("/api/generate", #"{"model":"m","prompt":"a"}"#, "X-Herd-Key: mine\r\n"))
            let peer = try await stage.backend.accept()
            let head = await peer.read(until: "\r\n\r\n").text
            #expect(head.contains("\r\nX-Herd-Key: k-1\r\n") && !head.contains("mine"))
            await peer.close()
            await client.close()
            let shown = String(decoding: try await stage.get("/fleet/nodes").encoded, as: UTF8.self)
            #expect(!shown.contains("k-1") && shown.contains(":\(port)"))
        }
    }

    // MARK: Approval

    @Test
    func
        `a node that waits for approval is told so, shown, approved on this machine, and of the fleet after a restart`()
        async throws
    {
        let prepare = { (options: inout RouterOptions) in
            options.dataDir = folder("data")
            options.enrolment = .approve
        }
        try await onStage(prepare) { stage in
            let waiting = try await beat(stage, #","backends":[{"name":"b"}]"#)
            #expect(waiting.status == 403 && waiting.json["reason"] == "pending")
            #expect(waiting.json["error"]?.string?.contains("herd nodes approve studio") == true)
            let shown = try await stage.get("/fleet/nodes").list("nodes")
            #expect(shown.count == 1 && shown[0]["state"] == "pending" && shown[0]["id"] == "id-of-one")
            #expect(shown[0]["address"] == "127.0.0.1" && shown[0].list("backends").isEmpty)
            #expect(try await approve(stage, "studio", "Origin: http://evil.example\r\n").status == 403)
            #expect(try await approve(stage, "studio", "X-Forwarded-For: 10.0.0.9\r\n").status == 403)
            #expect(try await approve(stage, "attic").status == 404)
            #expect(try await approve(stage, "studio").status == 200)
            #expect(try await approve(stage, "studio").status == 409)
            #expect(try await beat(stage).status == 200)
            #expect(try await stage.get("/fleet/nodes").texts("nodes", of: "state") == ["online"])
        }
        try await onStage(prepare) { stage in
            let answers = [try await beat(stage), try await beat(stage, id: "id-of-two")]
            #expect(answers.map(\.status) == [200, 403])
        }
    }

    @Test func `two that fight for one id while it waits: the first secret is the one that is approved`() async throws {
        try await onStage { options in
            options.enrolment = .approve
        } _: { stage in
            let thief = #""secret":"not the same at all, but long""#
            _ = try await beat(stage)
            let other = try await beat(stage, secret: thief)
            #expect(other.status == 403 && other.json["reason"] == "other_secret")
            #expect(try await approve(stage, "studio").status == 200)
            #expect(try await beat(stage, secret: thief).status == 403)
            #expect(try await beat(stage).status == 200)
        }
    }

    @Test func `a script is no node where nodes are approved`() async throws {
        try await onStage { options in
            options.enrolment = .approve
        } _: { stage in
            let answer = try await beat(stage, name: "script", id: "")
            #expect(answer.status == 403 && answer.json["reason"] == "unproven")
            #expect(try await names(stage) == [])
        }
    }

    @Test(arguments: ["/fleet/nodes/", "/fleet/nodes/approve", "/fleet/nodes//approve", "/fleet/nodes/a/b"])
    func `what is no order is not found`(path: String) async throws {
        try await onStage { stage in
            let answer = try await stage.ask(Stage.post(path, ""), to: .post)
            #expect(answer.status == 404)
        }
    }

    @Test func `a name with a slash or a blank in it is approved too`() async throws {
        try await onStage { options in
            options.enrolment = .approve
        } _: { stage in
            _ = try await beat(stage, name: "my mac/one")
            #expect(try await approve(stage, "my%20mac%2Fone").status == 200)
        }
    }

    private func approve(_ stage: Stage, _ name: String, _ fields: String = "") async throws -> RawAnswer {
        try await stage.ask(Stage.post("/fleet/nodes/\(name)/approve", "", fields), to: .post)
    }

    // MARK: Tokens

    @Test func `only who shows the token is taken, and nobody sees it`() async throws {
        let token = "a token of sixteen or more"
        try await onStage { options in
            options.enrolment = .token(TokenHash(of: token))
        } _: { stage in
            for rest in ["", #","token":"""#, #","token":"a token of sixteen or mor""#] {
                for id in ["id-of-one", ""] {
                    let answer = try await beat(stage, rest, id: id)
                    #expect(answer.status == 403 && answer.json["reason"] == "token")
                }
            }
            #expect(try await beat(stage, #","token":7"#).status == 400)
            #expect(try await names(stage) == [])
            #expect(try await beat(stage, #","token":"\#(token)""#).status == 200)
            #expect(try await beat(stage).status == 403)
            let shown = String(decoding: try await stage.get("/fleet/nodes").encoded, as: UTF8.self)
            #expect(!shown.contains(token) && !stage.log.lines.joined().contains(token))
        }
    }

    // MARK: The router itself

    @Test func `a router says who it is, and is the same one after a restart`() async throws {
        var ids: Set<String> = []
        for _ in 0..<2 {
            try await onStage { options in
                options.dataDir = folder("data")
            } _: { stage in
                let answer = try await beat(stage)
                ids.insert(try #require(answer.json["router"]?.string))
            }
        }
        #expect(ids.count == 1 && ids.first?.count == 32)
    }

    @Test func `a router on loopback only is not announced, and says why`() async throws {
        try await onStage { options in
            options.isAnnounced = true
        } _: { stage in
            #expect(
                stage.log.lines.joined().contains("not announced on the local network: it listens on loopback only")
            )
        }
    }
}
