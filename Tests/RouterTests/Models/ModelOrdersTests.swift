import Dialects
import Fleet
import HTTPEngine
import Routing
import TestSupport
import Testing

@testable import Router

/// Orders about models, seen by clients and by the machines.
@Suite struct ModelOrdersTests {
    private typealias Played = PlayedOllama

    private static let pull = #"{"model":"new:1b"}"#

    // MARK: Which machine

    @Test func `a pull goes where the model is already, and its progress passes as it is`() async throws {
        try await withOllamas([[:], ["NEW:1b": Played.entry("NEW:1b")]]) { servers in
            try await onFleet(servers) { fleet in
                let answer = try await fleet.send("POST", "/api/pull", Self.pull)
                #expect(answer.status == 200 && answer["content-type"] == "application/x-ndjson")
                #expect(answer.text == "{\"status\":\"working\"}\n{\"status\":\"success\"}\n")
                #expect(answer["X-Herd-Node"] == "b" && answer["X-Herd-Attempts"] == "1")
                #expect(servers[0].requests.isEmpty && servers[1].requests == ["POST /api/pull \(Self.pull)"])
            }
        }
    }

    @Test func `a new model goes where most memory is free, not where its owner is busy`() async throws {
        try await withOllamas([[:], [:], [:]]) { servers in
            try await onFleet(servers) { fleet in
                for (index, free) in [8.0, 64, 128].enumerated() {
                    var report = BackendReport(name: servers[index].endpoint.authority, kind: .ollama)
                    report.address = servers[index].endpoint.description
                    report.memoryFree = .gigabytes(free)
                    fleet.stage.router.desk.report(report, node: ["a", "b", "c"][index])
                }
                var beat = Heartbeat(node: "c")
                beat.isDraining = true
                try fleet.stage.router.desk.heartbeat(beat)
                #expect(try await fleet.send("POST", "/api/pull", Self.pull)["X-Herd-Node"] == "b")
                // By name it goes where it is told.
                let named = try await fleet.send("POST", "/api/pull", Self.pull, "X-Herd-Node: c\r\n")
                #expect(named.status == 200 && named["X-Herd-Node"] == "c" && servers[2].requests.count == 1)
                #expect(servers[0].requests.isEmpty)
            }
        }
    }

    @Test func `a node that is none is told which there are`() async throws {
        try await withOllamas([[:], [:]]) { servers in
            try await onFleet(servers) { fleet in
                let answer = try await fleet.send("POST", "/api/pull", Self.pull, "X-Herd-Node: z\r\n")
                #expect(
                    answer.status == 404 && answer.text == "{\"error\":\"No node 'z' runs Ollama; these do: a, b\"}\n"
                )
            }
        }
    }

    @Test func `a machine that is gone is passed over`() async throws {
        try await withOllamas([["new:1b": Played.entry("new:1b")], [:]]) { servers in
            try await onFleet(servers) { fleet in
                await servers[0].stop()
                let answer = try await fleet.send("POST", "/api/pull", Self.pull)
                #expect(answer.status == 200 && answer["X-Herd-Node"] == "b" && answer["X-Herd-Attempts"] == "2")
            }
        }
    }

    @Test func `a pull that is refused is refused in the machine's own words`() async throws {
        try await withOllamas([[:], [:]]) { servers in
            for server in servers { server.change { $0.refusal = (500, "pull model manifest: file does not exist") } }
            try await onFleet(servers) { fleet in
                let answer = try await fleet.send("POST", "/api/pull", Self.pull)
                #expect(answer.status == 500 && answer.text == #"{"error":"pull model manifest: file does not exist"}"#)
                #expect(servers[0].requests.count + servers[1].requests.count == 1)
            }
        }
    }

    @Test func `progress is passed on as it comes, and a client that leaves ends the download`() async throws {
        try await onStage({ $0.backends = [] }) { stage in
            try stage.report("one", stage.backend.address, ["m"])
            let client = try await stage.client()
            await client.send(Stage.post("/api/pull", #"{"model":"m"}"#))
            let peer = try await stage.backend.accept()
            _ = await peer.read(until: "}")
            await peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
            #expect(await client.read(until: "hello").ending == .open)
            await client.close()
            let rest = await peer.readAll()
            #expect(rest.ending.isOver)
            await stage.backend.close()
        }
    }

    // MARK: What is known afterwards

    @Test(arguments: ["/api/pull", "/api/create"])
    func `a model is listed as soon as its client knows that it is there`(path: String) async throws {
        try await withOllamas([["a": Played.entry("a")]]) { servers in
            try await onFleet(servers) { fleet in
                for number in 0..<5 {
                    _ = try await fleet.send("POST", path, #"{"model":"m\#(number)"}"#)
                    #expect(try await fleet.names().contains("m\(number)"))
                }
                let shown = try await fleet.send("POST", "/api/show", #"{"model":"m0"}"#)
                #expect(shown.status == 200)
            }
        }
    }

    @Test func `a round that asked before an order was carried out does not undo it`() async throws {
        try await withOllamas([["a": Played.entry("a")]]) { servers in
            try await onFleet(servers) { fleet in
                let before = Desk.now
                _ = try await fleet.send("POST", "/api/pull", #"{"model":"m"}"#)
                var report = BackendReport(name: servers[0].endpoint.authority, kind: .ollama)
                report.address = servers[0].endpoint.description
                report.models = []
                fleet.stage.router.desk.report(report, node: "a", askedAt: before)
                #expect(try await fleet.names() == ["a", "m"])
                fleet.stage.router.desk.report(report, node: "a", askedAt: Desk.now)
                #expect(try await fleet.names() == [])
            }
        }
    }

    // MARK: Delete and copy

    @Test func `a model is deleted wherever it is, by the name it has there`() async throws {
        let models = ["M:latest": Played.entry("M:latest"), "other": Played.entry("other")]
        try await withOllamas([models, ["other": Played.entry("other")], ["m:latest": Played.entry("m:latest")]]) {
            servers in
            try await onFleet(servers) { fleet in
                let answer = try await fleet.send("DELETE", "/api/delete", #"{"name":"m"}"#)
                #expect(answer.status == 200 && answer.body.isEmpty && answer["X-Herd-Node"] == "a, c")
                #expect(servers[0].requests == [#"DELETE /api/delete {"model":"M:latest"}"#])
                #expect(servers[1].requests.isEmpty)
                #expect(servers[2].requests == [#"DELETE /api/delete {"model":"m:latest"}"#])
                #expect(try await fleet.names() == ["other"])
                let again = try await fleet.send("DELETE", "/api/delete", #"{"model":"m"}"#)
                #expect(again.status == 404 && again.text == "{\"error\":\"model 'm' not found\"}\n")
            }
        }
    }

    @Test(arguments: [
        ("DELETE", "/api/delete", #"{"model":"m"}"#), ("POST", "/api/copy", #"{"source":"m","destination":"n"}"#),
        ("POST", "/api/pull", #"{"model":"m"}"#),
    ])
    func `what a page from elsewhere orders is not done, and no Ollama hears of it`(
        method: String,
        path: String,
        body: String
    )
        async throws
    {
        try await withOllamas([["m": Played.entry("m")]]) { servers in
            try await onFleet(servers) { fleet in
                let refused = try await fleet.send(method, path, body, "Origin: https://bad.example\r\n")
                #expect(refused.status == 403 && servers[0].requests.isEmpty)
                let allowed = try await fleet.send(method, path, body, "Origin: http://localhost:3000\r\n")
                #expect(allowed.status == 200 && allowed["Access-Control-Allow-Origin"] == "http://localhost:3000")
                #expect(servers[0].requests.count == 1 && servers[0].origin == nil)
            }
        }
    }

    @Test func `on one machine only, where it is named`() async throws {
        let models = ["m": Played.entry("m")]
        try await withOllamas([models, models]) { servers in
            try await onFleet(servers) { fleet in
                let answer = try await fleet.send("DELETE", "/api/delete", #"{"model":"m"}"#, "X-Herd-Node: b\r\n")
                #expect(answer.status == 200 && answer["X-Herd-Node"] == "b")
                #expect(servers[0].names == ["m"] && servers[1].names == [])
            }
        }
    }

    @Test func `a machine that failed is named, and what the others did`() async throws {
        let models = ["m": Played.entry("m")]
        try await withOllamas([models, models, models]) { servers in
            try await onFleet(servers) { fleet in
                servers[1].change { $0.refusal = (500, "disk is read-only") }
                await servers[2].stop()
                let answer = try await fleet.send("DELETE", "/api/delete", #"{"model":"m"}"#)
                let error = try answer.json["error"]?.string
                #expect(answer.status == 502)
                #expect(
                    error == "not deleted on b: it answered 500: disk is read-only; c: cannot be reached; deleted on a"
                )
                #expect(try await fleet.names() == ["m"])
            }
        }
    }

    @Test func `a copy is made on each machine that has the source`() async throws {
        let models = ["src:latest": Played.entry("src:latest")]
        try await withOllamas([models, [:], models]) { servers in
            try await onFleet(servers) { fleet in
                let body = #"{"source":"SRC","destination":"dst"}"#
                let answer = try await fleet.send("POST", "/api/copy", body)
                #expect(answer.status == 200 && answer.body.isEmpty && answer["X-Herd-Node"] == "a, c")
                let order = #"POST /api/copy {"source":"src:latest","destination":"dst"}"#
                #expect(servers.map(\.requests) == [[order], [], [order]])
                #expect(try await fleet.names() == ["dst", "src:latest"])
                let none = try await fleet.send("POST", "/api/copy", #"{"source":"x","destination":"y"}"#)
                #expect(none.status == 404 && none.text == "{\"error\":\"model \\\"x\\\" not found\"}\n")
            }
        }
    }

    @Test func `a push comes from a machine that has the model`() async throws {
        try await withOllamas([[:], ["Me/M:latest": Played.entry("Me/M:latest")]]) { servers in
            try await onFleet(servers) { fleet in
                let answer = try await fleet.send("POST", "/api/push", #"{"model":"me/m","insecure":true}"#)
                #expect(answer.status == 200 && answer["X-Herd-Node"] == "b")
                #expect(servers[1].requests == [#"POST /api/push {"model":"Me/M:latest","insecure":true}"#])
                #expect(try await fleet.send("POST", "/api/push", #"{"model":"x"}"#).status == 404)
            }
        }
    }

    // MARK: Files, and models made of them

    private static let digests = (0..<3).map { "sha256:" + String(repeating: "\($0)", count: 64) }

    private static func create(_ digests: [String]) -> String {
        let files = digests.enumerated().map { "\"f\($0.offset)\":\"\($0.element)\"" }.joined(separator: ",")
        return "{\"model\":\"made\",\"files\":{\(files)}}"
    }

    @Test func `all files of a model and the model itself reach one machine`() async throws {
        try await withOllamas([[:], [:], [:]]) { servers in
            try await onFleet(servers) { fleet in
                // It has one of the files from an earlier day: there the others go too.
                servers[1].change { $0.blobs = ["/api/blobs/\(Self.digests[0])"] }
                let sent = try await fleet.send("POST", "/api/blobs/\(Self.digests[0])", "abc", "X-Herd-Node: b\r\n")
                #expect(sent.status == 201 && sent["X-Herd-Node"] == "b")
                for digest in Self.digests {
                    let known = try await fleet.get("/api/blobs/\(digest)", method: "HEAD")
                    #expect(known["X-Herd-Node"] == "b" && known.status == (digest == Self.digests[0] ? 200 : 404))
                    if known.status == 404 {
                        #expect(try await fleet.send("POST", "/api/blobs/\(digest)", "abc")["X-Herd-Node"] == "b")
                    }
                }
                let made = try await fleet.send("POST", "/api/create", Self.create(Self.digests))
                #expect(made.status == 200 && made["X-Herd-Node"] == "b")
                #expect(servers[0].requests.isEmpty && servers[2].requests.isEmpty)
                let elsewhere = try await fleet.send(
                    "POST",
                    "/api/create",
                    Self.create(Self.digests),
                    "X-Herd-Node: a\r\n"
                )
                #expect(elsewhere.status == 400 && elsewhere.text.contains("were sent to another machine"))
            }
        }
    }

    @Test func `a model made of another is made where that is`() async throws {
        try await withOllamas([[:], ["base:latest": Played.entry("base:latest")]]) { servers in
            try await onFleet(servers) { fleet in
                let answer = try await fleet.send("POST", "/api/create", #"{"model":"mine","from":"Base"}"#)
                #expect(answer.status == 200 && answer["X-Herd-Node"] == "b")
                #expect(servers[1].requests == [#"POST /api/create {"model":"mine","from":"Base"}"#])
            }
        }
    }

    @Test func `a large file is streamed through, whatever the limit of bodies`() async throws {
        try await withOllamas([[:]]) { servers in
            try await onFleet(
                servers,
                {
                    $0.server.bodyMax = 1 << 20
                    $0.server.bodiesMemoryMax = 1 << 20
                    $0.replayMax = 1 << 16
                }
            ) { fleet in
                let body = String(repeating: "x", count: 3 << 20)
                let answer = try await fleet.send("POST", "/api/blobs/\(Self.digests[0])", body)
                #expect(answer.status == 201)
                #expect(servers[0].requests == ["POST /api/blobs/\(Self.digests[0]) \(3 << 20) bytes"])
            }
        }
    }

    @Test(arguments: ["sha256:1", "sha256:" + String(repeating: "g", count: 64), "md5", "", "sha256:%2e%2e%2f"])
    func `what is no digest goes nowhere`(digest: String) async throws {
        try await withOllamas([[:]]) { servers in
            try await onFleet(servers) { fleet in
                let answer = try await fleet.send("POST", "/api/blobs/\(digest)", "x")
                #expect(answer.status == 400 && answer.text.contains("invalid digest") && servers[0].requests.isEmpty)
            }
        }
    }

    // MARK: What is not done

    @Test(arguments: [
        ("POST", "/api/pull", #"{"model":"m"}"#), ("POST", "/api/push", #"{"model":"m"}"#),
        ("POST", "/api/create", #"{"model":"m"}"#), ("POST", "/api/copy", #"{"source":"m","destination":"n"}"#),
        ("DELETE", "/api/delete", #"{"model":"m"}"#), ("POST", "/api/blobs/\(digests[0])", "x"),
    ])
    func `nothing is changed where that is switched off, or nobody could`(
        method: String,
        path: String,
        body: String
    ) async throws {
        try await withOllamas([["m": Played.entry("m")]]) { servers in
            try await onFleet(servers, { $0.managesModels = false }) { fleet in
                let answer = try await fleet.send(method, path, body)
                #expect(answer.status == 403 && answer.text.contains("model-management = on"))
                #expect(servers[0].requests.isEmpty)
                #expect(try await fleet.send("POST", "/api/show", #"{"model":"m"}"#).status == 200)
            }
        }
        let group = try LoopGroup(count: 1)
        let server = try await PlayedPages(on: group, PlayedPages.llamaServer)
        try await onFleet([], { $0.backends = [server.endpoint] }) { fleet in
            await fleet.untilListed(1)
            let answer = try await fleet.send(method, path, body)
            #expect(answer.status == 501 && answer.text.contains(#"{"error":"No machine of the fleet runs Ollama"#))
        }
        await server.stop()
        group.stop()
    }

    @Test(arguments: [
        ("", "missing request body"), ("{", "not valid JSON"), ("[]", "must be a JSON object"),
        ("{}", "model is required"),
        (#"{"model":7}"#, "model must be a text"), (#"{"model":"a","Model":"b"}"#, "is there twice"),
        (#"{"model":"\#(String(repeating: "x", count: 600))"}"#, "1 to 512 bytes"),
        (#"{"model":""}"#, "model is required"),
    ])
    func `an order that says nothing is told so`(body: String, text: String) async throws {
        try await withOllamas([["m": Played.entry("m")]]) { servers in
            try await onFleet(servers) { fleet in
                for (method, path) in [("POST", "/api/pull"), ("DELETE", "/api/delete"), ("POST", "/api/show")] {
                    let answer = try await fleet.send(method, path, body)
                    let error = try #require(try answer.json["error"]?.string)
                    #expect(answer.status == 400 && error.contains(text))
                }
                #expect(servers[0].requests.isEmpty)
            }
        }
    }

    @Test func `an alias is not deleted, nor what it stands for`() async throws {
        let aliases = try ModelAliases([ModelAlias("fast", ["M"])])
        try await withOllamas([["m": Played.entry("m")]]) { servers in
            try await onFleet(servers, { $0.aliases = aliases }) { fleet in
                for (method, path, body) in [
                    ("DELETE", "/api/delete", #"{"model":"Fast"}"#),
                    ("POST", "/api/copy", #"{"source":"m","destination":"fast"}"#),
                ] {
                    let answer = try await fleet.send(method, path, body)
                    #expect(
                        answer.status == 400 && answer.text.contains("is an alias in this router's settings, for M")
                    )
                }
                #expect(servers[0].requests.isEmpty && servers[0].names == ["m"])
            }
        }
    }

    @Test func `what is not on any machine is downloaded by nobody who only asks it something`() async throws {
        try await withOllamas([["m": Played.entry("m")]]) { servers in
            try await onFleet(servers) { fleet in
                for path in ["/api/generate", "/api/show"] {
                    let answer = try await fleet.send("POST", path, #"{"model":"x","prompt":"a"}"#)
                    #expect(answer.status == 404)
                }
                #expect(servers[0].requests.isEmpty)
            }
        }
    }
}
