import Dialects
import Fleet
import HTTPEngine
import Practice
import Router
import Routing
import Telemetry
import TestSupport
import Testing

/// The whole router in front of a server of some kind, which it looks at again and again.
@Suite struct ProbeRoundTests {
    private static let chat = #"{"model":"practice","messages":[{"role":"user","content":"a"}],"max_tokens":3}"#

    /// - Parameter terms: of the one backend there is.
    private func onRound(
        _ personality: PracticePersonality,
        _ terms: BackendTerms = BackendTerms(),
        key: Credential? = nil,
        _ play: (Stage, FakeBackend) async throws -> Void
    ) async throws {
        let backend = try await FakeBackend()
        await backend.become(personality)
        try await onStage({ options in
            options.backends = [backend.endpoint]
            options.probeInterval = .milliseconds(2)
            options.terms[backend.endpoint] = terms
            options.credentials[backend.endpoint] = key
        }) { stage in
            try await play(stage, backend)
        }
        await backend.stop()
    }

    /// What the pages show of the backend, once it is so.
    private func backend(_ stage: Stage, when isSo: (JSONValue) -> Bool) async throws -> JSONValue {
        while true {
            let page = try await stage.get("/fleet/nodes")
            if let backend = page.list("nodes").first?.list("backends").first, isSo(backend) { return backend }
        }
    }

    private func model(_ backend: JSONValue, _ name: String = "practice") -> JSONValue? {
        backend.list("models").first { $0["model"]?.string == name }
    }

    @Test func `a cluster is one node, not ready without a worker and ready again with it`() async throws {
        let whole = PracticePersonality.exo([.init("a"), .init("b")])
        try await onRound(whole) { stage, cluster in
            let ready = try await backend(stage) { model($0)?["place"]?.string == "resident" }
            #expect(ready["kind"]?.string == "exo" && ready["memory_total"]?.integer == 128_000)
            // Its catalogue is not its models.
            #expect(ready.list("models").count == 1)
            #expect(try await stage.ask("/v1/chat/completions", Self.chat).status == 200)

            await cluster.become(.exo([.init("a"), .init("b", isInCluster: false)]))
            let lost = try await backend(stage) { model($0)?["unready"]?.string != nil }
            #expect(lost["unready"]?.isNull == true && lost["reachable"]?.bool == true)
            let refused = try await stage.ask("/v1/chat/completions", Self.chat)
            #expect(refused.status == 503 && refused.head.contains("Retry-After: 5"))
            let reasons = try await stage.preview(Self.chat).texts("eliminated", of: "reason")
            #expect(reasons == ["not ready: a worker of its cluster is lost"])

            await cluster.become(whole)
            _ = try await backend(stage) { model($0)?["unready"]?.isNull == true }
            #expect(try await stage.ask("/v1/chat/completions", Self.chat).status == 200)
        }
    }

    @Test func `a request waits for a server that is loading`() async throws {
        try await onRound(.llamaServer()) { stage, server in
            _ = try await backend(stage) { $0["slots"]?.integer == 2 }
            await server.become(.llamaServer(isLoading: true))
            _ = try await backend(stage) { $0["unready"]?.string == "still loading" }
            let client = try await stage.client()
            await client.send(Stage.post("/v1/chat/completions", Self.chat))
            await stage.untilWaiting(1)
            await server.become(.llamaServer())
            #expect(await client.readAnswer().status == 200)
            await client.close()
        }
    }

    @Test(arguments: [
        (PracticePersonality.vllm(isAsleep: true), "asleep"), (.vllm(isWell: false), "its own health check fails"),
        (.sglang(isWell: false), "its own health check fails"),
        (.llamaRouter([("practice", "failed")]), "the model failed to load there"),
    ])
    func `what cannot serve is passed over with its reason`(server: PracticePersonality, reason: String) async throws {
        try await onRound(server) { stage, _ in
            _ = try await backend(stage) { !$0.list("models").isEmpty }
            #expect(try await stage.preview(Self.chat).texts("eliminated", of: "reason") == ["not ready: \(reason)"])
            #expect(try await stage.ask("/v1/chat/completions", Self.chat).status == 503)
        }
    }

    @Test func `of the MLX server's models the last that answered is in memory`() async throws {
        try await onRound(.mlx) { stage, _ in
            _ = try await backend(stage) { $0.list("models").count == 2 }
            #expect(try await stage.ask("/v1/chat/completions", Self.chat).status == 200)
            _ = try await backend(stage) { model($0)?["place"]?.string == "resident" }
            let embed = #"{"model":"practice-embed","input":"a"}"#
            #expect(try await stage.ask("/v1/embeddings", embed).status == 200)
            let after = try await backend(stage) { model($0, "practice-embed")?["place"]?.string == "resident" }
            #expect(model(after)?["place"]?.string == "disk")
        }
    }

    // MARK: What the operator says

    @Test func `a backend's own key takes the place of the client's, and is nowhere to be seen`() async throws {
        let key = try #require(Credential("s3cret", as: .bearer))
        try await onRound(.openAI, key: key) { stage, server in
            _ = try await backend(stage) { !$0.list("models").isEmpty }
            let keys = "Authorization: Bearer mine\r\nX-Api-Key: mine-too\r\n"
            #expect(try await stage.ask("/v1/chat/completions", Self.chat, keys).status == 200)
            let seen = await server.seen.requests
            let allHaveIt = seen.allSatisfy { $0.head.contains("\r\nAuthorization: Bearer s3cret\r\n") }
            let noneHasTheClients = seen.allSatisfy { !$0.head.contains("mine") }
            #expect(allHaveIt && noneHasTheClients)
            let shown = try await stage.ask("GET /fleet/nodes HTTP/1.1\r\nHost: a\r\n\r\n").text
            #expect(!shown.contains("s3cret") && !stage.log.lines.joined().contains("s3cret"))
        }
    }

    @Test func `without a key of its own a backend sees the client's, and never another backend's`() async throws {
        let key = try #require(Credential("s3cret", as: .bearer))
        let other = try await FakeBackend()
        await other.become(.vllm())
        try await onStage({ options in
            options.backends = [other.endpoint]
            options.probeInterval = .milliseconds(2)
            options.credentials[Endpoint(host: "elsewhere", port: 1)] = key
        }) { stage in
            _ = try await backend(stage) { !$0.list("models").isEmpty }
            let answer = try await stage.ask("/v1/chat/completions", Self.chat, "Authorization: Bearer mine\r\n")
            #expect(answer.status == 200)
            let seen = await other.seen.requests
            #expect(seen.contains { $0.head.contains("\r\nAuthorization: Bearer mine\r\n") })
            #expect(!seen.contains { $0.head.contains("s3cret") })
        }
        await other.stop()
    }

    @Test func `a client is not told to correct a key that is not its own`() async throws {
        let key = try #require(Credential("old", as: .bearer))
        try await onRound(.openAI, key: key) { stage, _ in
            _ = try await backend(stage) { !$0.list("models").isEmpty }
            let answer = try await stage.ask("/v1/chat/completions", Self.chat, "X-Fake: status=401\r\n")
            #expect(answer.status == 502 && answer.text.contains("refuses the router's key"))
            // Nor where the router does not know what is asked.
            for path in ["/v1/files", "/api/other", "/x"] {
                for status in [401, 403] {
                    let blind = try await stage.ask(path, "{}", "X-Fake: status=\(status)\r\n")
                    #expect(blind.status == 502 && blind.text.contains("refuses the router's key"), "\(blind.text)")
                    #expect(blind["WWW-Authenticate"] == nil)
                }
            }
        }
    }

    @Test func `a key that is refused is said once`() async throws {
        try await onRound(.guardedOpenAI) { stage, server in
            let shown = try await backend(stage) { $0["unready"]?.string != nil }
            #expect(shown["unready"]?.string?.contains("key-file") == true)
            let looks = await server.seen.requests.count
            _ = await server.seen { $0.requests.count > looks + 4 }
            #expect(stage.log.lines.count { $0.contains("a backend is not ready") } == 1)
        }
    }

    @Test func `a type that does not fit is said once, and shown`() async throws {
        var terms = BackendTerms()
        terms.kind = .exo
        try await onRound(.vllm(), terms) { stage, server in
            let shown = try await backend(stage) { $0["unready"]?.string != nil }
            #expect(shown["kind"]?.string == "exo")
            #expect(shown["unready"]?.string == "it does not answer as a server of its type does (type)")
            let looks = await server.seen.requests.count
            let seen = await server.seen { $0.requests.count > looks + 4 }
            let asked = Set(seen.requests.map(\.target))
            #expect(asked.isSubset(of: ["/node_id", "/state"]))
            #expect(stage.log.lines.count { $0.contains("does not answer as its type does") } == 1)
        }
    }

    @Test func `models that a server does not list are the operator's to name`() async throws {
        var terms = BackendTerms()
        terms.kind = .anthropic
        terms.models = ["practice"]
        try await onRound(PracticePersonality([:]), terms) { stage, _ in
            let shown = try await backend(stage) { !$0.list("models").isEmpty }
            #expect(shown["kind"]?.string == "anthropic")
            #expect(try await stage.ask("/v1/messages", Self.chat).status == 200)
        }
    }

    @Test func `of those a server lists only what the operator names is used`() async throws {
        var terms = BackendTerms()
        terms.models = ["practice-embed", "none-such"]
        try await onRound(.mlx, terms) { stage, _ in
            let shown = try await backend(stage) { !$0.list("models").isEmpty }
            #expect(shown.texts("models", of: "model") == ["practice-embed"])
            #expect(try await stage.ask("/v1/chat/completions", Self.chat).status == 404)
        }
    }
}
