import Dialects
import HTTPEngine
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The commands that ask a running router, as an operator gives them.
@Suite struct AskingProgramTests {
    private func herd(_ router: Started, _ words: [String]) async throws -> (code: Int32, said: String) {
        let arguments = words + ["--router", "http://\(router.address)"]
        let result = try await RunningProgram(RunningProgram.built("herd"), arguments).wait()
        return (result.code, result.said)
    }

    @Test func `a server is added, shown, drained, resumed and removed by commands`() async throws {
        let server = try await FakeBackend()
        let router = try await Started(["--host", "127.0.0.1", "--port", "0"])
        let added = try await herd(router, ["nodes", "add", "\(server.endpoint)", "--name", "studio", "labels=gpu"])
        #expect(added.code == 0 && added.said.hasPrefix("Added studio: ollama at http://127.0.0.1:"), "\(added.said)")
        #expect(added.said.contains("practice"))

        let nodes = try await herd(router, ["nodes"])
        #expect(nodes.code == 0 && nodes.said.contains("studio") && nodes.said.contains("online"), "\(nodes.said)")
        let models = try await herd(router, ["models"])
        #expect(models.code == 0 && models.said.contains("practice"), "\(models.said)")

        let drained = try await herd(router, ["nodes", "drain", "studio"])
        #expect(drained.code == 0 && drained.said.hasPrefix("studio is held"), "\(drained.said)")
        let status = try await herd(router, ["status"])
        #expect(status.said.contains("1 held") && status.said.contains("0 serving, 1 not"), "\(status.said)")
        let top = try await herd(router, ["top", "--once"])
        #expect(top.code == 0 && top.said.contains("held by the operator") && !top.said.contains("\u{1B}"))
        let page = try JSONValue(parsing: Array(try await herd(router, ["top", "--json"]).said.utf8))
        #expect(page["nodes"]?["nodes"]?.array?.count == 1)

        #expect(try await herd(router, ["nodes", "resume", "studio"]).said == "studio gets requests again.\n")
        let removed = try await herd(router, ["nodes", "remove", "studio"])
        #expect(removed.code == 0 && removed.said.hasPrefix("Removed studio, "), "\(removed.said)")
        let again = try await herd(router, ["nodes", "remove", "studio"])
        #expect(again.code == 1 && again.said.contains("There is no node or backend studio"), "\(again.said)")
        #expect(await router.end() == 0)
        await server.stop()
    }

    // MARK: Without a router

    @Test(arguments: ["status", "nodes", "models", "top --once", "nodes drain a", "nodes add http://127.0.0.1:1"])
    func `without a router each says what was tried, and what to start`(command: String) async throws {
        let folder = try TemporaryFolder()
        let words = command.split(separator: " ").map(String.init)
        let nobody = ReservedPort()
        let flags = ["--data-dir", folder("data"), "--port", "\(nobody.address.port)"]
        let result = try await RunningProgram(RunningProgram.built("herd"), words + flags).wait()
        #expect(result.code == 3 && result.said.contains("Start one with: herd"), "\(result.said)")
        #expect(result.said.contains("http://\(nobody.address)") && result.said.contains(folder("data")))
        let named = try await RunningProgram(
            RunningProgram.built("herd"),
            words,
            environment: ["HERD_ROUTER": "http://\(nobody.address)"]
        ).wait()
        #expect(
            named.code == 3 && named.said.contains("no router answers at http://\(nobody.address)"),
            "\(named.said)"
        )
    }

    @Test func `the router that has the data folder is found wherever it listens`() async throws {
        let folder = try TemporaryFolder()
        let router = try RunningProgram(
            RunningProgram.built("herd"),
            ["--port", "0", "--data-dir", folder("data")]
        )
        // What it says once everybody knows where it is.
        let said = await router.read(until: "no backend in the settings")
        let port = try #require(said.split(separator: "http://0.0.0.0:").dropFirst().first?.prefix { $0.isNumber })
        let folderFlag = ["--data-dir", folder("data")]
        let status = try await RunningProgram(RunningProgram.built("herd"), ["status"] + folderFlag).wait()
        #expect(status.code == 0 && status.said.contains("at http://127.0.0.1:\(port)"), "\(status.said)")
        let nobody = ReservedPort()
        let elsewhere = try await RunningProgram(
            RunningProgram.built("herd"),
            ["status", "--port", "\(nobody.address.port)"] + folderFlag
        ).wait()
        #expect(elsewhere.code == 3 && elsewhere.said.contains("process \(router.id) has the data folder"))
        router.signal(SIGTERM)
        #expect(await router.wait().code == 0)
    }

    // MARK: What is refused

    @Test func `what the router refuses is said, with its own words where JSON is wanted`() async throws {
        let router = try await Started(["--host", "127.0.0.1", "--port", "0"])
        let refused = try await herd(router, ["nodes", "drain", "nobody", "--json"])
        #expect(refused.code == 1 && refused.said.hasPrefix(#"{"error":"There is no node or backend nobody"#))
        #expect(refused.said.contains("herd nodes drain: the router at"), "\(refused.said)")
        let nobody = ReservedPort()
        let checked = try await herd(router, ["nodes", "add", "http://\(nobody.address)", "--check"])
        #expect(checked.code == 1 && checked.said.contains("was not added"), "\(checked.said)")
        let unchecked = try await herd(router, ["nodes", "add", "http://\(nobody.address)", "--name", "later"])
        #expect(unchecked.code == 0 && unchecked.said.contains("nothing answers"), "\(unchecked.said)")
        #expect(try await herd(router, ["nodes", "add", "http://me:s3cret@a"]).code == 1)
        #expect(try await herd(router, ["nodes", "add"]).code == 64)
        #expect(await router.end() == 0)
    }

    @Test func `with an operator's key only who has it gives orders`() async throws {
        let folder = try TemporaryFolder()
        folder.write(Array("the-operators-key\n".utf8), to: "key")
        folder.write(Array("another-key\n".utf8), to: "wrong")
        let router = try await Started(["--host", "127.0.0.1", "--port", "0", "--operator-key-file", folder("key")])
        let order = ["nodes", "add", "http://127.0.0.1:1", "--name", "studio"]
        let without = try await herd(router, order)
        #expect(without.code == 1 && without.said.contains("operator-key-file"), "\(without.said)")
        #expect(try await herd(router, order + ["--operator-key-file", folder("wrong")]).code == 1)
        #expect(try await herd(router, order + ["--operator-key-file", folder("none")]).said.contains("is not there"))
        #expect(try await herd(router, order + ["--operator-key-file", folder("key")]).code == 0)
        #expect(try await herd(router, ["nodes"]).said.contains("studio"))
        #expect(await router.end() == 0)
    }

    @Test(arguments: [("nodes", "/fleet/nodes"), ("status", "/fleet/status"), ("models", "/v1/models")])
    func `as JSON it prints the page as it is`(command: String, page: String) async throws {
        let server = try await FakeBackend()
        let router = try await Started(["--host", "127.0.0.1", "--port", "0"])
        // The answer comes when it was seen.
        _ = try await router.ask("/fleet/backends", #"{"url":"\#(server.endpoint)"}"#)
        let said = try await herd(router, [command, "--json"])
        let shown = try JSONValue(parsing: try await router.ask(page, nil).body)
        let printed = try JSONValue(parsing: Array(said.said.utf8))
        let members = { (value: JSONValue) in value.object?.members.map(\.key) }
        #expect(said.code == 0 && members(printed) == members(shown))
        #expect(await router.end() == 0)
        await server.stop()
    }

    // MARK: A machine with an agent

    @Test func `a node with an agent is listed, drained over a restart, resumed and removed like any other`()
        async throws
    {
        let backend = try await FakeBackend()
        let herding = try await Herding()
        let node = try herding.node("studio", backend: backend)
        try await herding.untilServing("studio")
        let orders = { (words: [String]) in
            try await RunningProgram(
                RunningProgram.built("herd"),
                words + ["--router", "http://\(herding.address)"]
            ).wait()
        }
        let listed = try await orders(["nodes"])
        #expect(listed.said.contains("studio") && listed.said.contains("agent"), "\(listed.said)")
        #expect(try await orders(["nodes", "drain", "studio"]).said.hasPrefix("studio is held"))
        #expect(try await herding.generate().status == 503)
        try await herding.restartRouter()
        try await herding.until("studio") { $0["state"]?.string == "held" && !$0.backends.isEmpty }
        #expect(try await orders(["nodes", "resume", "studio"]).code == 0)
        try await herding.untilServing("studio")
        let removed = try await orders(["nodes", "remove", "studio"])
        #expect(removed.code == 0 && removed.said.contains("brings it back with its next heartbeat"), "\(removed.said)")
        try await herding.untilServing("studio")
        #expect(try await herding.generate()["X-Herd-Node"] == "studio")
        node.signal(SIGTERM)
        _ = await node.wait()
        let forgotten = try await orders(["nodes", "remove", "studio"])
        #expect(forgotten.said.contains("when herd-node is started there again"), "\(forgotten.said)")
        #expect(try await herding.nodes().isEmpty)
        await herding.end([])
        await backend.stop()
    }

    @Test func `no request fails while a node with an agent and one without are drained in turn`() async throws {
        let servers = [try await FakeBackend(), try await FakeBackend()]
        let herding = try await Herding()
        let node = try herding.node("studio", backend: servers[0])
        try await herding.untilServing("studio")
        let added = try await herding.ask("/fleet/backends", #"{"url":"\#(servers[1].endpoint)","name":"attic"}"#)
        #expect(added.status == 201)
        try await herding.untilServing("attic")
        let (address, loop) = (herding.address, herding.group.loops[0])
        let answers = try await withThrowingTaskGroup(of: [RawAnswer].self) { group in
            for _ in 0..<4 {
                group.addTask {
                    var answers: [RawAnswer] = []
                    for _ in 0..<20 { answers.append(try await Self.generate(at: address, on: loop)) }
                    return answers
                }
            }
            for turn in 0..<16 {
                let order = turn.isMultiple(of: 2) ? "drain" : "resume"
                let name = turn / 2 % 2 == 0 ? "studio" : "attic"
                #expect(try await herding.ask("/fleet/nodes/\(name)/\(order)", "").status == 200)
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        let whole = answers.count { $0.status == 200 && $0.text.contains(#""done":true"#) }
        #expect(whole == 80 && answers.count == 80)
        await herding.end([node])
        for server in servers { await server.stop() }
    }

    private static func generate(at address: SocketAddress, on loop: EventLoop) async throws -> RawAnswer {
        let body = #"{"model":"practice","prompt":"a","options":{"num_predict":5}}"#
        let client = try await RawPeer(to: address, on: loop)
        await client.send("POST /api/generate HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
        let answer = await client.readAnswer()
        await client.close()
        return answer
    }
}
