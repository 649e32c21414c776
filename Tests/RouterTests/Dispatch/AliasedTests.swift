import Dialects
import Fleet
import HTTPEngine
import Router
import Routing
import TestSupport
import Testing

/// What names mean, seen by clients and by backends.
@Suite struct AliasedTests {
    private func onFakes(
        _ aliases: [ModelAlias] = [],
        default model: String? = nil,
        _ play: (Stage, FakeBackend) async throws -> Void
    ) async throws {
        let backend = try await FakeBackend()
        let aliases = try ModelAliases(aliases)
        try await onStage({
            $0.backends = []
            $0.aliases = aliases
            $0.defaultModel = model
        }) { stage in
            try stage.report("one", backend.address, resident: ["practice:latest"])
            try await play(stage, backend)
        }
        await backend.stop()
    }

    private func model(in request: FakeFigures.Request) throws -> String? {
        try JSONValue(parsing: request.body)["model"]?.string
    }

    @Test func `an alias is served by what it stands for, and the answer says so`() async throws {
        try await onFakes([ModelAlias("gpt-4o", ["qwen3:32b", "Practice"])]) { stage, backend in
            let body = #"{"model":"GPT-4o","messages":[{"role":"user","content":"a"}],"max_tokens":2}"#
            let answer = try await stage.ask("/v1/chat/completions", body)
            #expect(answer.status == 200 && answer["X-Herd-Model"] == "practice:latest")
            let seen = await backend.seen.requests
            #expect(try model(in: seen[0]) == "practice:latest")
            #expect(seen[0].text.hasSuffix(#","messages":[{"role":"user","content":"a"}],"max_tokens":2}"#))
        }
    }

    @Test func `who asks for a model by a name of its own is told of none`() async throws {
        try await onFakes([ModelAlias("fast", ["practice"])]) { stage, _ in
            let body = #"{"model":"Practice","prompt":"a","stream":false,"options":{"num_predict":1}}"#
            let answer = try await stage.ask("/api/generate", body)
            #expect(answer.status == 200 && answer["X-Herd-Model"] == nil && answer["X-Herd-Node"] == "one")
        }
    }

    @Test func `a fallback that served is named`() async throws {
        try await onFakes { stage, _ in
            let body = #"{"model":"x","fallback_models":["practice"],"prompt":"a","stream":false}"#
            let answer = try await stage.ask("/api/generate", body)
            #expect(answer.status == 200 && answer["X-Herd-Model"] == "practice:latest")
        }
    }

    @Test func `a pattern speaks for what nobody has`() async throws {
        try await onFakes([ModelAlias("*", ["nothing"]), ModelAlias("claude-*", ["practice"])]) { stage, _ in
            let body = #"{"model":"claude-opus-4","max_tokens":2,"messages":[{"role":"user","content":"a"}]}"#
            #expect(try await stage.ask("/v1/messages", body)["X-Herd-Model"] == "practice:latest")
            let own = try await stage.ask("/api/generate", #"{"model":"practice","prompt":"a","stream":false}"#)
            #expect(own.status == 200)
            let other = try await stage.ask("/api/generate", #"{"model":"gpt","prompt":"a"}"#)
            #expect(other.status == 404)
            #expect(other.text.hasPrefix(#"{"error":"model 'gpt' not found: no node of the fleet has nothing, which"#))
        }
    }

    @Test(arguments: [#"{"prompt":"a","stream":false}"#, #"{"model":"","prompt":"a","stream":false}"#])
    func `who names no model gets the default, which may be an alias`(body: String) async throws {
        try await onFakes([ModelAlias("fast", ["practice"])], default: "fast") { stage, backend in
            let answer = try await stage.ask("/api/generate", body)
            #expect(answer.status == 200 && answer["X-Herd-Model"] == "practice:latest")
            #expect(try model(in: await backend.seen.requests[0]) == "practice:latest")
        }
    }

    @Test func `without a default who names no model is told to`() async throws {
        try await onFakes { stage, backend in
            let answer = try await stage.ask("/api/generate", #"{"prompt":"a"}"#)
            #expect(answer.status == 400 && answer.text.contains(#"\"model\" is missing"#))
            #expect(await backend.seen.requests.isEmpty)
        }
    }

    @Test func `a backend that has not said what it has is asked as the operator wrote it`() async throws {
        let aliases = try ModelAliases([ModelAlias("fast", ["Qwen/Qwen3-8B"])])
        try await onStage({
            $0.aliases = aliases
            $0.defaultModel = "fast"
        }) { stage in
            let client = try await stage.client()
            await client.send(
                "POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nContent-Length: 15\r\n\r\n{\"messages\":[]}"
            )
            let peer = try await stage.backend.accept()
            _ = await peer.read(until: "\r\n\r\n")
            #expect(await peer.read(until: "]}").text == #"{"model":"Qwen/Qwen3-8B","messages":[]}"#)
            await peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
            #expect(await client.readAnswer().status == 200)
        }
    }

    @Test func `terms of a backend from the settings go with what it reports of itself`() async throws {
        let backend = try await FakeBackend()
        var terms = BackendTerms()
        terms.node = "studio"
        terms.labels = ["gpu"]
        terms.slots = 3
        let (endpoint, said) = (backend.endpoint, terms)
        try await onStage({
            $0.backends = [endpoint]
            $0.terms = [endpoint: said]
            $0.probeInterval = .seconds(60)
        }) { stage in
            while !stage.router.desk.knowsModels { await Task.yield() }
            let body = #"{"model":"practice","prompt":"a","stream":false}"#
            let answer = try await stage.ask("/api/generate", body, "X-Herd-Labels: gpu\r\n")
            #expect(answer.status == 200 && answer["X-Herd-Node"] == "studio")
            let none = try await stage.ask("/api/generate", body, "X-Herd-Labels: tpu\r\n")
            #expect(none.status == 400 && none.text.contains("lacks a label"))
            #expect(stage.router.desk.read { dispatcher, _ in dispatcher.fleet.backends[0].slots } == 3)
        }
        await backend.stop()
    }
}
