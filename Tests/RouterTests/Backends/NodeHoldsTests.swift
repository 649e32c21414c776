import Dialects
import Fleet
import HTTPEngine
import TestSupport
import Testing

@testable import Router

/// Nodes that the operator drains from here.
@Suite struct NodeHoldsTests {
    private static let chat = #"{"model":"practice","prompt":"a","options":{"num_predict":3}}"#

    private static let said = #"{"model":"practice","response":"a","done":true}"#

    private func turn(_ kept: KeptStage, _ name: String, _ order: String) async throws -> RawAnswer {
        try await kept.ask("/fleet/nodes/\(name)/\(order)", "")
    }

    private func state(_ kept: KeptStage) async throws -> [String?] {
        try await kept.stage.get("/fleet/nodes").texts("nodes", of: "state")
    }

    @Test func `a drained node gets nothing new, what runs there ends well, and all can see why`() async throws {
        try await onStage { stage in
            try stage.report("mini", stage.backend.address, ["practice"]) { $0.slots = 2 }
            let (client, peer) = try await stage.meet(Stage.post("/api/generate", Self.chat))
            let drained = try await stage.ask("/fleet/nodes/mini/drain", "").json
            // Without a data folder it is forgotten with the router.
            #expect(drained["held"] == true && drained["running"] == 1 && drained["kept"] == false)
            #expect(try await stage.get("/fleet/nodes").texts("nodes", of: "state") == ["held"])

            #expect(try await stage.ask("/api/generate", Self.chat).status == 503)
            let reasons = try await stage.preview(Self.chat).texts("eliminated", of: "reason")
            #expect(reasons == ["node is held by the operator"])

            await peer.send(Stage.answer(Self.said))
            let answer = await client.readAnswer()
            #expect(answer.status == 200 && answer.text == Self.said)
            for end in [client, peer] { await end.close() }

            #expect(try await stage.ask("/fleet/nodes/mini/resume", "").json["held"] == false)
            let decision = try await stage.preview(Self.chat)["decision"]
            #expect(decision == "place")
        }
    }

    @Test func `no request is lost while each of two nodes is drained and resumed in turn`() async throws {
        let servers = [try await FakeBackend(), try await FakeBackend()]
        try await onStage { stage in
            for (name, server) in zip(["a", "b"], servers) { try stage.report(name, server.address, ["practice"]) }
            let answers = try await withThrowingTaskGroup(of: [RawAnswer].self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        var answers: [RawAnswer] = []
                        for _ in 0..<10 { answers.append(try await stage.ask("/api/generate", Self.chat)) }
                        return answers
                    }
                }
                for turn in 0..<24 {
                    let name = turn / 2 % 2 == 0 ? "a" : "b"
                    let order = turn.isMultiple(of: 2) ? "drain" : "resume"
                    #expect(try await stage.ask("/fleet/nodes/\(name)/\(order)", "").status == 200)
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            let whole = answers.count { $0.status == 200 && $0.text.contains(#""done":true"#) }
            #expect(whole == 60 && answers.count == 60)
        }
        for server in servers { await server.stop() }
    }

    @Test func `a node is drained over a restart, before it is met again, until it is resumed`() async throws {
        let folder = try TemporaryFolder()
        try await onKeptStage(in: folder) { kept in
            try kept.report()
            _ = try await turn(kept, "mini", "drain")
        }
        try await onKeptStage(in: folder) { kept in
            try kept.report()
            #expect(try await state(kept) == ["held"])
            #expect(try await kept.ask("/api/generate", Self.chat).status == 503)
        }
        try await onKeptStage(in: folder) { kept in
            // Not met yet.
            #expect(try await turn(kept, "mini", "resume").status == 200)
            try kept.report()
            #expect(try await kept.ask("/api/generate", Self.chat).status == 200)
        }
        try await onKeptStage(in: folder) { kept in
            try kept.report()
            #expect(try await state(kept) == ["online"])
        }
    }

    @Test func `an agent's node that is called otherwise now stays drained`() async throws {
        try await onKeptStage { kept in
            let beat = { (name: String) in
                try await kept.ask(
                    "/fleet/heartbeat",
                    #"{"version":1,"node":"\#(name)","id":"id-of-one","secret":"a secret of sixteen or more"}"#
                ).status
            }
            #expect(try await beat("studio") == 200)
            _ = try await turn(kept, "studio", "drain")
            #expect(try await beat("attic") == 200)
            let nodes = try await kept.stage.get("/fleet/nodes").list("nodes")
            #expect(nodes.first { $0["node"] == "attic" }?["state"] == "held")
        }
    }

    @Test func `what is no node or no order is said to be none`() async throws {
        try await onKeptStage { kept in
            try kept.report()
            #expect(try await turn(kept, "nobody", "drain").status == 404)
            #expect(try await turn(kept, "mini", "explode").status == 404)
            #expect(try await turn(kept, "mini/x", "drain").status == 404)
            let read = try await kept.stage.ask("GET /fleet/nodes/mini/drain HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(read.status == 405 && read.head.contains("Allow: POST"))
            #expect(try await state(kept) == ["online"])
        }
    }
}
