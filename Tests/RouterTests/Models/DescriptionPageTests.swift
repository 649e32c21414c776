import Dialects
import Fleet
import HTTPEngine
import Routing
import TestSupport
import Testing

@testable import Router

/// `/api/show`: who is asked, and what is said where there is nobody to ask.
@Suite struct DescriptionPageTests {
    private typealias Played = PlayedOllama

    @Test func `a server that has the model is asked, in its spelling, with all that was written`() async throws {
        try await withOllamas([["x": Played.entry("x")], ["M:8b": Played.entry("M:8b")]]) { servers in
            try await onFleet(servers) { fleet in
                let answer = try await fleet.send("POST", "/api/show", #"{"name":"m:8B","verbose":true,"odd":1.50}"#)
                #expect(answer.status == 200 && answer.text == #"{"license":"of "}"#)
                #expect(answer["X-Herd-Node"] == "b")
                #expect(servers[1].requests == [#"POST /api/show {"name":"M:8b","verbose":true,"odd":1.50}"#])
                let body = "{ \"model\" : \"M:8b\" }"
                _ = try await fleet.send("POST", "/api/show", body)
                #expect(servers[1].requests.last == "POST /api/show \(body)")
                #expect(servers[0].requests.isEmpty)
            }
        }
    }

    @Test func `where it is in memory it is asked first, and another where that fails`() async throws {
        let models = ["m": Played.entry("m")]
        try await withOllamas([models, models]) { servers in
            servers[1].change {
                $0.loaded = ["m": Played.loadedEntry("m")]
                $0.refusal = (500, "out of order")
            }
            try await onFleet(servers) { fleet in
                let answer = try await fleet.send("POST", "/api/show", #"{"model":"m"}"#)
                #expect(answer.status == 200 && answer["X-Herd-Node"] == "a" && answer["X-Herd-Attempts"] == "2")
                #expect(servers[1].requests.count == 1)
                servers[0].change { $0.refusal = (500, "out of order too") }
                let failed = try await fleet.send("POST", "/api/show", #"{"model":"m"}"#)
                #expect(failed.status == 500 && failed.text == #"{"error":"out of order too"}"#)
            }
        }
    }

    @Test func `an alias is described as what it stands for`() async throws {
        let aliases = try ModelAliases([ModelAlias("fast", ["nothing", "m"]), ModelAlias("claude-*", ["fast"])])
        try await withOllamas([["m": Played.entry("m")]]) { servers in
            try await onFleet(servers, { $0.aliases = aliases }) { fleet in
                for name in ["fast", "claude-opus-4"] {
                    let answer = try await fleet.send("POST", "/api/show", "{\"model\":\"\(name)\"}")
                    #expect(answer.status == 200)
                }
                #expect(servers[0].requests == Array(repeating: #"POST /api/show {"model":"m"}"#, count: 2))
            }
        }
    }

    @Test func `of a model that no Ollama has it is said what is known`() async throws {
        let group = try LoopGroup(count: 1)
        let server = try await PlayedPages(on: group, PlayedPages.llamaServer)
        try await onFleet([], { $0.backends = [server.endpoint] }) { fleet in
            await fleet.untilListed(1)
            let answer = try await fleet.send("POST", "/api/show", #"{"model":"qwen/qwen3-8b.gguf"}"#)
            let said = try answer.json
            #expect(answer.status == 200 && said["capabilities"] == ["completion"])
            let info = try #require(said["model_info"])
            #expect(info["general.architecture"] == "unknown" && info["general.parameter_count"] == 8_190_735_360)
            #expect(info["unknown.context_length"] == 8192 && info["unknown.embedding_length"] == 0)
            for key in ["license", "modelfile", "parameters", "template", "system"] {
                #expect(said[key]?.string != nil)
            }
            #expect(said["details"]?["families"] == [])
            let none = try await fleet.send("POST", "/api/show", #"{"model":"x'\""}"#)
            #expect(try none.status == 404 && none.json["error"] == "model 'x'\"' not found")
        }
        await server.stop()
        group.stop()
    }

    @Test func `a server that does not say what it has is asked for what nobody else has`() async throws {
        let group = try LoopGroup(count: 1)
        let stranger = try await PlayedPages(on: group, ["/api/show": #"{"license":"strange"}"#])
        try await withOllamas([["m": Played.entry("m")]]) { servers in
            try await onFleet(servers, { $0.backends.append(stranger.endpoint) }) { fleet in
                let answer = try await fleet.send("POST", "/api/show", #"{"model":"x"}"#)
                #expect(answer.text == #"{"license":"strange"}"#)
            }
        }
        await stranger.stop()
        group.stop()
    }
}
