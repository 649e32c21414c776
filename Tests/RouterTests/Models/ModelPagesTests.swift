import Dialects
import Fleet
import HTTPEngine
import Routing
import TestSupport
import Testing

@testable import Router

/// The lists as clients get them.
@Suite struct ModelPagesTests {
    private typealias Played = PlayedOllama

    // MARK: /api/tags

    @Test func `models of all servers are listed, each with one server's own words`() async throws {
        let first = Played.entry("llama3:latest", digest: "1", size: 1, family: "one")
        let second = Played.entry("llama3:latest", digest: "2", size: 2, family: "two")
        try await withOllamas([
            ["llama3:latest": first, "a:1b": Played.entry("a:1b")], ["llama3:latest": second, "B": Played.entry("B")],
        ]) { servers in
            try await onFleet(servers) { fleet in
                let answer = try await fleet.get("/api/tags")
                #expect(answer.status == 200 && answer["content-type"] == "application/json")
                let listed = try OllamaClient.list(answer.json)
                #expect(listed.map { $0.prefix { $0 != " " } } == ["a:1b", "B", "llama3:latest"])
                let llama = try #require(try answer.json.list("models").last)
                // To the last member, unknown ones and the form of numbers included.
                let whole = try [first, second].map { try JSONValue(parsing: Array($0.utf8)) }
                #expect(whole.contains(llama))
                #expect(servers.allSatisfy { $0.requests.isEmpty })
                #expect(answer["X-Herd-Node"] == nil && answer["X-Herd-Backend"] == nil)
            }
        }
    }

    @Test func `HEAD says what GET would, without it`() async throws {
        try await withOllamas([["a": Played.entry("a")]]) { servers in
            try await onFleet(servers) { fleet in
                for path in ["/api/tags", "/api/version", "/api/ps", "/v1/models", "/v1/models/a"] {
                    let whole = try await fleet.get(path)
                    let head = try await fleet.get(path, method: "HEAD")
                    #expect(
                        head.status == 200 && head["content-length"] == whole["content-length"] && head.body.isEmpty
                    )
                }
            }
        }
    }

    @Test(arguments: [
        ("POST", "/api/tags", "GET, HEAD"), ("DELETE", "/api/ps", "GET, HEAD"), ("PUT", "/api/version", "GET, HEAD"),
        ("POST", "/v1/models", "GET, HEAD"), ("DELETE", "/v1/models/a", "GET, HEAD"), ("GET", "/api/show", "POST"),
        ("GET", "/api/pull", "POST"), ("PUT", "/api/push", "POST"), ("GET", "/api/create", "POST"),
        ("DELETE", "/api/copy", "POST"), ("POST", "/api/delete", "DELETE"), ("GET", "/api/blobs/x", "HEAD, POST"),
    ])
    func `a wrong method is told the right one`(method: String, path: String, allowed: String) async throws {
        try await withOllamas([["a": Played.entry("a")]]) { servers in
            try await onFleet(servers) { fleet in
                let answer = try await fleet.send(method, path)
                #expect(answer.status == 405 && answer["allow"] == allowed)
                let error = try #require(try answer.json["error"])
                #expect(path.hasPrefix("/v1") ? error["message"] != nil : error.string != nil)
                #expect(servers[0].requests.isEmpty)
            }
        }
    }

    @Test func `a server of another kind is listed with what it says, in full`() async throws {
        let group = try LoopGroup(count: 1)
        let server = try await PlayedPages(on: group, PlayedPages.llamaServer)
        try await withOllamas([["a:latest": Played.entry("a:latest")]]) { servers in
            try await onFleet(servers, { $0.backends.append(server.endpoint) }) { fleet in
                await fleet.untilListed(2)
                let answer = try await fleet.get("/api/tags").json
                #expect(try OllamaClient.list(answer).count == 2)
                let other = try #require(answer.list("models").last)
                #expect(other["name"] == "Qwen/Qwen3-8B.gguf" && other["size"] == 5_027_000_000)
                #expect(other["details"]?["parameter_size"] == "8.2B" && other["details"]?["context_length"] == 8192)
                #expect(other["capabilities"] == ["completion"] && other["modified_at"] == "2026-11-18T11:06:40.000Z")
                let loaded = try await fleet.get("/api/ps").json
                #expect(try OllamaClient.ps(loaded).count == 1)
                #expect(loaded.list("models")[0]["context_length"] == 8192)
                // In its own language it stays as it wrote it.
                let page = try JSONValue(parsing: Array((PlayedPages.llamaServer["/v1/models"] ?? "").utf8))
                let entries = try await fleet.models("/v1/models", "data")
                #expect(entries.last == page.list("data").first)
                #expect(
                    entries.first == [
                        "id": "a:latest", "object": "model", "created": 1_787_332_272, "owned_by": "library",
                    ]
                )
            }
        }
        await server.stop()
        group.stop()
    }

    // MARK: /api/ps

    @Test func `what is in memory is listed once, where it stays the longest, in that server's words`() async throws {
        let models = ["m:latest": Played.entry("m:latest"), "n:latest": Played.entry("n:latest", digest: "b")]
        try await withOllamas([models, models, [:]]) { servers in
            let short = Played.loadedEntry("m:latest", expires: "2099-01-01T00:00:00+01:00")
            let long = Played.loadedEntry("m:latest", expires: "2099-01-01T00:00:00Z")
            servers[0].change { $0.loaded = ["m:latest": short] }
            servers[1].change {
                $0.loaded = [
                    "m:latest": long, "n:latest": Played.loadedEntry("n:latest", expires: "2318-01-01T00:00:00Z"),
                ]
            }
            try await onFleet(servers) { fleet in
                let answer = try await fleet.get("/api/ps").json
                #expect(try OllamaClient.ps(answer).count == 2)
                #expect(answer.texts("models", of: "name") == ["n:latest", "m:latest"])
                #expect(answer.list("models")[1] == (try JSONValue(parsing: Array(long.utf8))))
            }
        }
    }

    @Test func `a model that the router loaded itself is in memory before anybody says so`() async throws {
        try await withOllamas([["m:latest": Played.entry("m:latest")]]) { servers in
            try await onFleet(servers) { fleet in
                #expect(try await fleet.models("/api/ps").isEmpty)
                #expect(try await fleet.send("POST", "/api/generate", #"{"model":"m"}"#).status == 200)
                let answer = try await fleet.get("/api/ps").json
                #expect(try OllamaClient.ps(answer) == ["m:latest aaaaaaaaaaaa"])
            }
        }
    }

    // MARK: Servers that say little, or too much

    @Test func `a node that only announces itself is listed in full`() async throws {
        try await onStage({ $0.backends = [] }) { stage in
            let fleet = ModelFleet(stage: stage)
            let body = #"""
                {"version":1,"node":"n","backends":[{"name":"b","kind":"vllm","address":"http://10.9.8.7:1","models":[
                {"name":"X/Y","place":"resident","resident_size":7,"context_length":512,"digest":"abc"},
                {"name":"z\"\\<b>é","place":"disk","size":3,"capabilities":["embeddings"],"expires_in":60}]}]}
                """#
            #expect(try await fleet.send("POST", "/fleet/heartbeat", body).status == 200)
            let answer = try await fleet.get("/api/tags")
            #expect(try OllamaClient.list(answer.json).count == 2)
            #expect(try answer.json.texts("models", of: "name") == ["X/Y", "z\"\\<b>é"])
            #expect(try answer.json.list("models")[1]["capabilities"] == ["embedding"])
            let loaded = try await fleet.get("/api/ps")
            #expect(try OllamaClient.ps(loaded.json).count == 1)
            for text in [answer.text, loaded.text, try await fleet.get("/v1/models").text] {
                #expect(!text.contains("10.9.8.7"))
            }
        }
    }

    @Test func `what a node said of a model in its server's words stays, until it has other files`() async throws {
        try await onStage({ $0.backends = [] }) { stage in
            let fleet = ModelFleet(stage: stage)
            func tell(_ digest: Character, _ card: String) async throws {
                let body = #"""
                    {"version":1,"node":"n","backends":[{"name":"b","kind":"ollama","address":"http://10.9.8.7:1","models":[
                    {"name":"m","place":"resident","size":5200,"digest":"\#(String(repeating: digest, count: 64))"\#(card)}]}]}
                    """#
                #expect(try await fleet.send("POST", "/fleet/heartbeat", body).status == 200)
            }
            let (listed, resident) = (PlayedOllama.entry("m"), PlayedOllama.loadedEntry("m"))
            try await tell("a", #","card":{"form":"ollama","listed":\#(listed),"resident":\#(resident)}"#)
            let told = try #require(try await fleet.models().first)
            #expect(try told == JSONValue(parsing: Array(listed.utf8)))
            #expect(try await fleet.models("/api/ps").first?["size_vram"] == 5000)

            try await tell("a", #","card":{"form":"ollama","resident":\#(resident)}"#)
            #expect(try await fleet.models().first == told)
            #expect(try await fleet.models("/api/ps").first?["size_vram"] == 5000)
            try await tell("a", "")
            #expect(try await fleet.models().first == told)
            #expect(try await fleet.models("/api/ps").first?["size_vram"] == 5200)

            try await tell("b", "")
            let other = try #require(try await fleet.models().first)
            #expect(other["own"] == nil && other["details"]?["family"] == "")
        }
    }

    @Test(arguments: [
        #"{"name":"m"}"#, #"{"name":"m","size":"big","digest":"ab","modified_at":"yesterday","details":null}"#,
        #"{"name":"m","size":1e3,"digest":7,"details":{"families":[1],"context_length":"x"},"capabilities":"all"}"#,
        #"{"name":"m","model":"other","size":-1,"details":{"families":null,"format":3},"remote_host":5,"name":"m"}"#,
    ])
    func `what an imitator leaves out or writes otherwise is put right`(entry: String) async throws {
        try await withOllamas([["m": entry]]) { servers in
            try await onFleet(servers) { fleet in
                let listed = try OllamaClient.list(try await fleet.get("/api/tags").json)
                #expect(listed.count == 1 && listed[0].hasPrefix("m "))
            }
        }
    }

    @Test func `an entry that is too long to be kept is made of what is known`() async throws {
        let long = String(repeating: "x", count: ModelCard.bytesMax)
        try await withOllamas([["m": #"{"name":"m","size":5,"junk":"\#(long)"}"#]]) { servers in
            try await onFleet(servers) { fleet in
                let model = try #require(try await fleet.models().first)
                #expect(model["size"] == 5 && model["junk"] == nil)
            }
        }
    }

    @Test func `what cannot be reached any more is not listed`() async throws {
        try await withOllamas([["a": Played.entry("a")], ["b": Played.entry("b")]]) { servers in
            try await onFleet(servers, { $0.probeInterval = .milliseconds(20) }) { fleet in
                #expect(try await fleet.names() == ["a", "b"])
                await servers[1].stop()
                while try await fleet.names() != ["a"] {}
                await servers[0].stop()
                while try await fleet.names() != [] {}
                #expect(try await fleet.get("/v1/models/a").status == 404)
            }
        }
    }

    @Test func `a router that was told to use itself does not answer itself`() async throws {
        try await withOllamas([["m": Played.entry("m")]]) { servers in
            try await onFleet(servers) { fleet in
                _ = try await fleet.get("/x")
                let via = try #require(servers[0].via)
                for (method, path) in [("GET", "/api/tags"), ("GET", "/api/version"), ("POST", "/api/pull")] {
                    let own = try await fleet.get(path, "Via: \(via)\r\nContent-Length: 0\r\n", method: method)
                    #expect(own.status == 508)
                }
                let other = try await fleet.get("/api/tags", "Via: 1.1 herd-another\r\n")
                #expect(other.status == 200)
            }
        }
    }

    @Test func `where nobody says what it has the first backend is asked`() async throws {
        try await onStage { stage in
            for path in ["/api/tags", "/api/ps", "/v1/models", "/v1/models/a", "/api/version"] {
                let (client, backend) = try await stage.meet("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
                await backend.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}")
                #expect(await client.readAnswer().text == "{}")
                await client.close()
            }
        }
    }

    // MARK: /v1/models, and the version

    @Test func `aliases and the default are listed in every language, patterns work unlisted`() async throws {
        let aliases = try ModelAliases([ModelAlias("Fast", ["m"]), ModelAlias("claude-*", ["m"])])
        try await withOllamas([["m": Played.entry("m"), "a": Played.entry("a", digest: "c")]]) { servers in
            try await onFleet(
                servers,
                {
                    $0.aliases = aliases
                    $0.defaultModel = "fast"
                }
            ) { fleet in
                #expect(try await fleet.names() == ["Fast", "a", "m"])
                #expect(try await fleet.models("/v1/models", "data").map { $0["id"]?.string } == ["Fast", "a", "m"])
                let model = try await fleet.get("/v1/models/claude-opus-4")
                #expect(try model.status == 200 && model.json["id"] == "claude-opus-4")
                #expect(try await fleet.get("/v1/models/FAST%3Alatest").json["id"] == "Fast")
            }
        }
    }

    @Test func `a name may hold slashes and colons`() async throws {
        let name = "host:5000/lib/M:8b"
        try await withOllamas([[name: Played.entry(name)]]) { servers in
            try await onFleet(servers) { fleet in
                for path in [name, "host%3A5000%2Flib%2Fm%3a8b", "\(name)?x=1"] {
                    let answer = try await fleet.get("/v1/models/\(path)")
                    #expect(try answer.status == 200 && answer.json["id"] == .string(name))
                    #expect(try answer.json["owned_by"] == "lib")
                }
            }
        }
    }

    @Test func `an unknown model is told in the language of who asks`() async throws {
        try await withOllamas([["m": Played.entry("m")]]) { servers in
            try await onFleet(servers) { fleet in
                let openAI = try await fleet.get("/v1/models/x%22")
                #expect(try openAI.status == 404 && openAI.json["error"]?["code"] == "model_not_found")
                let anthropic = try await fleet.get("/v1/models/x", "anthropic-version: 2023-06-01\r\n")
                #expect(try anthropic.status == 404 && anthropic.json["type"] == "error")
                #expect(try anthropic.json["error"]?["type"] == "not_found_error")
            }
        }
    }

    @Test func `a client of Anthropic gets its own list, page by page if it likes`() async throws {
        let models = ["a", "b", "c"].map { ($0, Played.entry($0)) }
        try await withOllamas([Dictionary(uniqueKeysWithValues: models)]) { servers in
            try await onFleet(servers) { fleet in
                let field = "anthropic-version: 2023-06-01\r\n"
                let all = try await fleet.get("/v1/models", field).json
                #expect(all.texts("data", of: "id") == ["a", "b", "c"] && all["has_more"] == false)
                #expect(all["first_id"] == "a" && all["last_id"] == "c")
                #expect(
                    all.list("data")[0] == [
                        "type": "model", "id": "a", "display_name": "a", "created_at": "2026-08-21T17:11:12.123Z",
                    ]
                )
                let first = try await fleet.get("/v1/models?limit=2", field).json
                #expect(first.texts("data", of: "id") == ["a", "b"] && first["has_more"] == true)
                let rest = try await fleet.get("/v1/models?limit=2&after_id=b", field).json
                #expect(rest.texts("data", of: "id") == ["c"] && rest["has_more"] == false)
                let back = try await fleet.get("/v1/models?limit=1&before_id=c", field).json
                #expect(back.texts("data", of: "id") == ["b"] && back["has_more"] == true)
                let wrong = try await fleet.get("/v1/models?limit=0", field)
                #expect(try wrong.status == 400 && wrong.json["error"]?["type"] == "invalid_request_error")
                #expect(try await fleet.get("/v1/models/b", field).json["type"] == "model")
            }
        }
    }

    @Test func `the version is one that Ollama's clients can read, and says whose it is`() async throws {
        try await withOllamas([[:]]) { servers in
            try await onFleet(servers, { $0.version = "9.8.7" }) { fleet in
                let answer = try await fleet.get("/api/version").json
                let parts = try #require(answer["version"]?.string).split(separator: ".").map { Int($0) }
                #expect(parts.count == 3 && parts.allSatisfy { $0 != nil } && answer["herd"] == "9.8.7")
                // A fleet of one Ollama with nothing on it is a fleet.
                #expect(try await fleet.models().isEmpty)
                #expect(servers[0].requests.isEmpty)
            }
        }
    }
}
