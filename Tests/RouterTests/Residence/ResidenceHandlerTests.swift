import Dialects
import Fleet
import HTTPEngine
import Router
import Routing
import TestSupport
import Testing

/// Ollama's requests without a prompt, in front of backends that take them.
@Suite struct ResidenceHandlerTests {
    private static let load = #"{"model":"practice"}"#
    private static let unload = #"{"model":"Practice","keep_alive":0}"#

    private func onFakes(_ count: Int, _ play: (Stage, [FakeBackend]) async throws -> Void) async throws {
        var backends: [FakeBackend] = []
        for _ in 0..<count { backends.append(try await FakeBackend()) }
        let all = backends
        try await onStage({ $0.backends = [] }) { try await play($0, all) }
        for backend in backends { await backend.stop() }
    }

    /// The client has its answer a moment before the desk hears of it.
    private func untilResident(_ model: String, on node: String, _ stage: Stage) async {
        while place(model, on: node, stage) != .resident { await stage.loop.ask {} }
    }

    private func place(_ model: String, on node: String, _ stage: Stage) -> Holding.Place? {
        stage.router.desk.read { dispatcher, _ in
            guard let node = dispatcher.fleet.node(named: node), let name = ModelName(model),
                let model = dispatcher.fleet.model(named: name)
            else { return nil }
            return dispatcher.fleet.backends(of: node).first.flatMap { backend in
                dispatcher.fleet.holding(of: model, on: backend).map { dispatcher.fleet[$0].place }
            }
        }
    }

    private func members(of answer: RawAnswer) throws -> JSONValue {
        try JSONValue(parsing: Array(answer.text.utf8))
    }

    @Test(arguments: ["/api/generate", "/api/chat"])
    func `a load refreshes the model where it is in memory`(path: String) async throws {
        try await onFakes(2) { stage, backends in
            try stage.report("cold", backends[0].address, onDisk: ["practice:latest"])
            try stage.report("warm", backends[1].address, resident: ["practice:latest"])
            let answer = try await stage.ask(path, #"{"model":"practice","keep_alive":-1,"messages":[]}"#)
            let said = try members(of: answer)
            #expect(answer.status == 200 && said["done_reason"] == "load" && said["done"] == true)
            #expect(answer["X-Herd-Node"] == "warm" && answer["X-Herd-Attempts"] == "1")
            let seen = await backends[1].seen.requests
            #expect(seen.map(\.text) == [#"{"model":"practice","keep_alive":-1,"messages":[]}"#])
            #expect(await backends[0].seen.requests.isEmpty)
            // It was no inference: nobody learned from it, and nothing was counted.
            #expect(stage.router.desk.read { dispatcher, _ in dispatcher.tally.ends[.completed] } == 0)
        }
    }

    @Test func `a model that nobody has in memory is loaded on one node, and is there afterwards`() async throws {
        try await onFakes(2) { stage, backends in
            for (node, backend) in zip(["a", "b"], backends) {
                try stage.report(node, backend.address, onDisk: ["practice:latest"])
            }
            let answer = try await stage.ask("/api/generate", Self.load)
            #expect(answer.status == 200)
            let node = try #require(answer["X-Herd-Node"])
            await untilResident("practice", on: node, stage)
            #expect(place("practice", on: node == "a" ? "b" : "a", stage) == .disk)
            let total = await backends[0].seen.requests.count + backends[1].seen.requests.count
            #expect(total == 1)
        }
    }

    @Test func `a load that fails is tried elsewhere`() async throws {
        try await onFakes(1) { stage, backends in
            let nobody = ReservedPort()
            try stage.report("gone", nobody.address, resident: ["practice:latest"])
            try stage.report("here", backends[0].address, onDisk: ["practice:latest"])
            let answer = try await stage.ask("/api/generate", Self.load)
            #expect(answer.status == 200 && answer["X-Herd-Node"] == "here" && answer["X-Herd-Attempts"] == "2")
        }
    }

    @Test func `what every node refuses is passed on`() async throws {
        try await onFakes(1) { stage, backends in
            try stage.report("one", backends[0].address, resident: ["other:latest"])
            let answer = try await stage.ask("/api/generate", #"{"model":"other"}"#)
            #expect(answer.status == 404 && answer.text.contains("other"))
        }
    }

    @Test func `a server that is no Ollama has its model in memory already`() async throws {
        try await onStage({ $0.backends = [] }) { stage in
            try stage.report("one", stage.backend.address, resident: ["Qwen/Qwen3"], kind: .vllm)
            let answer = try await stage.ask("/api/chat", #"{"model":"qwen/qwen3","messages":[]}"#)
            let said = try members(of: answer)
            #expect(answer.status == 200 && said["done_reason"] == "load" && said["model"] == "qwen/qwen3")
            #expect(said["message"] == ["role": "assistant", "content": ""])
            #expect(await stage.backend.waiting == 0)
        }
    }

    @Test func `LM Studio is told to load in its own words`() async throws {
        try await onStage({ $0.backends = [] }) { stage in
            try stage.report("one", stage.backend.address, onDisk: ["Gemma"], kind: .lmStudio)
            let client = try await stage.client()
            await client.send(
                "POST /api/generate HTTP/1.1\r\nHost: a\r\nContent-Length: 17\r\n\r\n{\"model\":\"gemma\"}"
            )
            let peer = try await stage.backend.accept()
            let order = await peer.read(until: "}").text
            #expect(order.hasPrefix("POST /api/v1/models/load HTTP/1.1\r\n") && order.contains(#"{"model":"Gemma""#))
            await peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
            let answer = await client.readAnswer()
            #expect(answer.status == 200 && answer.text.contains(#""done_reason":"load""#))
            await untilResident("gemma", on: "one", stage)
        }
    }

    @Test(arguments: ["/api/generate", "/api/chat"])
    func `an unload reaches every node that has the model in memory, and no other`(path: String) async throws {
        try await onFakes(3) { stage, backends in
            try stage.report("a", backends[0].address, resident: ["practice:latest"])
            try stage.report("b", backends[1].address, onDisk: ["practice:latest"])
            try stage.report("c", backends[2].address, resident: ["practice:latest"])
            let answer = try await stage.ask(path, Self.unload)
            let said = try members(of: answer)
            #expect(answer.status == 200 && said["done_reason"] == "unload" && said["done"] == true)
            #expect(said["model"] == "Practice" && said["created_at"]?.string?.hasSuffix("Z") == true)
            #expect(path == "/api/chat" ? said["message"] != nil : said["response"] == "")
            #expect(answer["X-Herd-Node"] == "a, c")
            for (backend, count) in zip(backends, [1, 0, 1]) {
                let seen = await backend.seen.requests
                #expect(seen.count == count && seen.allSatisfy { $0.text == Self.unload && $0.target == path })
            }
            #expect(place("practice", on: "a", stage) == .disk && place("practice", on: "c", stage) == .disk)
        }
    }

    @Test func `a model that nobody has in memory is unloaded already, one that nobody has at all is not known`()
        async throws
    {
        try await onFakes(1) { stage, backends in
            try stage.report("a", backends[0].address, onDisk: ["practice:latest"])
            let answer = try await stage.ask("/api/generate", Self.unload)
            #expect(answer.status == 200 && answer.text.contains(#""done_reason":"unload""#))
            #expect(answer["X-Herd-Node"] == nil)
            #expect(await backends[0].seen.requests.isEmpty)
            let unknown = try await stage.ask("/api/generate", #"{"model":"x","keep_alive":"0s"}"#)
            #expect(unknown.status == 404 && unknown.text.hasPrefix(#"{"error":"model 'x' not found"#))
        }
    }

    @Test func `an unload that did not reach all is no success, and what it reached is known`() async throws {
        try await onFakes(1) { stage, backends in
            let nobody = ReservedPort()
            try stage.report("a", backends[0].address, resident: ["practice:latest"])
            try stage.report("b", nobody.address, resident: ["practice:latest"])
            let answer = try await stage.ask("/api/generate", Self.unload)
            #expect(answer.status == 502 && answer.text.contains("1 of 2 servers did not unload"))
            #expect(place("practice", on: "a", stage) == .disk && place("practice", on: "b", stage) == .resident)
        }
    }

    @Test func `a server that cannot unload is said to`() async throws {
        try await onStage({ $0.backends = [] }) { stage in
            try stage.report("one", stage.backend.address, resident: ["qwen3"], kind: .llamaServer)
            let answer = try await stage.ask("/api/generate", #"{"model":"qwen3","keep_alive":0}"#)
            #expect(answer.status == 400 && answer.text.contains("cannot unload"))
        }
    }
}
