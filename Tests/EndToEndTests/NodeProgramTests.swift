import Dialects
import HTTPEngine
import Practice
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The two real programs together.
@Suite(.serialized) struct NodeProgramTests {
    @Test func `it says its version and its help, and refuses a mistake`() async throws {
        let program = RunningProgram.built("herd-node")
        let version = try await RunningProgram(program, ["--version"]).wait()
        #expect(version.code == 0 && version.said.hasPrefix("herd-node "))
        let help = try await RunningProgram(program, ["--help"]).wait()
        #expect(help.code == 0 && help.said.contains("--router URL") && help.said.contains("HERD_NODE_ROUTER"))
        #expect(try await RunningProgram(program, ["--ruter", "x"]).wait().code == 64)
    }

    @Test func `a node joins, is asked, and says goodbye`() async throws {
        let backend = try await FakeBackend()
        let herding = try await Herding()
        let node = try herding.node("studio", backend: backend)
        try await herding.untilServing("studio")
        let answer = try await herding.generate()
        #expect(answer.status == 200 && answer["X-Herd-Node"] == "studio")
        // What it is made of comes once the memory's speed has been measured.
        try await herding.until("studio") { node in
            node["machine"]?["processors"]?.integer ?? 0 > 0 && node["machine"]?["memory"]?.integer ?? 0 > 0
        }
        node.signal(SIGTERM)
        let ended = await node.wait()
        #expect(ended.code == 0 && ended.said.contains("stopped"))
        let shown = try await herding.nodes()
        #expect(shown.map { $0["state"]?.string } == ["left"] && shown[0].backends.isEmpty)
        await herding.end([])
        await backend.stop()
    }

    @Test(arguments: ["/api/tags", "/v1/models", "/api/ps"])
    func `clients are told of a node's models what its server says of them`(list: String) async throws {
        let backend = try await FakeBackend()
        let herding = try await Herding()
        let direct = try await Herding(["--backend", "\(backend.endpoint)"])
        let node = try herding.node("studio", backend: backend)
        try await herding.untilServing("studio")
        try await direct.untilServing("127.0.0.1")
        let told = try JSONValue(parsing: try await herding.ask(list, nil).body)
        let own = try JSONValue(parsing: try await direct.ask(list, nil).body)
        #expect(told == own && told[list == "/v1/models" ? "data" : "models"]?.array?.isEmpty == false)
        await direct.end([])
        await herding.end([node])
        await backend.stop()
    }

    @Test func `it waits for a router that is not there yet, and says so once`() async throws {
        let nobody = ReservedPort()
        let folder = try TemporaryFolder()
        let node = try RunningProgram(
            RunningProgram.built("herd-node"),
            ["--router", "http://\(nobody.address)", "--data-dir", folder("data"), "--find-servers=no"]
        )
        _ = await node.read(until: "no router answers")
        // More than one attempt: the second comes half a second later at most.
        for _ in 0..<2 { _ = try await RunningProgram(RunningProgram.built("herd-node"), ["--version"]).wait() }
        node.signal(SIGTERM)
        let ended = await node.wait()
        #expect(ended.code == 0 && !ended.said.contains("no router answers"))
    }

    @Test func `a node that is killed is offline soon, and comes back as the same one`() async throws {
        let backend = try await FakeBackend()
        let herding = try await Herding(["--late-after", "500ms", "--offline-after", "500ms"])
        let first = try herding.node("studio", backend: backend)
        try await herding.untilServing("studio")
        first.signal(SIGKILL)
        _ = await first.wait()
        try await herding.until("studio") { $0["state"]?.string == "offline" }
        let second = try herding.node("studio", backend: backend)
        try await herding.untilServing("studio")
        #expect(try await herding.nodes().count == 1)
        await herding.end([second])
        await backend.stop()
    }

    @Test func `a router that was killed is told everything again`() async throws {
        let backend = try await FakeBackend()
        let herding = try await Herding()
        let node = try herding.node("studio", backend: backend)
        try await herding.untilServing("studio")
        try await herding.restartRouter()
        try await herding.untilServing("studio")
        #expect(try await herding.generate()["X-Herd-Node"] == "studio")
        await herding.end([node])
        await backend.stop()
    }

    @Test func `a backend that goes is told of at once, and found again when it is back`() async throws {
        let backend = try await FakeBackend()
        let herding = try await Herding(beats: "1h")
        let node = try herding.node("studio", backend: backend)
        try await herding.untilServing("studio")
        await backend.stop()
        try await herding.until("studio") { $0.backends.first?["reachable"]?.bool == false }
        await herding.end([node])
    }

    // MARK: Its own Ollama

    /// A folder with a program called ollama in it, which is the practice model and leaves its number behind.
    private func ollama(in folder: TemporaryFolder, on port: Int) throws -> [String: String] {
        let script = """
            #!/bin/sh
            [ "$1" = serve ] || exit 64
            echo $$ > "\(folder("id"))"
            exec "\(RunningProgram.built("herd"))" practice --practice-port "${OLLAMA_HOST##*:}"
            """
        let file = try #require(fopen(folder("ollama"), "w"))
        fputs(script, file)
        fclose(file)
        chmod(folder("ollama"), 0o755)
        return ["PATH": "\(folder.path):/usr/bin:/bin", "OLLAMA_HOST": "127.0.0.1:\(port)", "HOME": folder.path]
    }

    private func id(in folder: TemporaryFolder) -> pid_t {
        pid_t(String(decoding: folder.bytes(of: "id"), as: UTF8.self).prefix { $0.isNumber }) ?? 0
    }

    @Test func `it keeps an Ollama running, and takes it along when it goes`() async throws {
        let folder = try TemporaryFolder()
        let port = ReservedPort().address.port
        let herding = try await Herding()
        let environment = try ollama(in: folder, on: port)
        let node = try herding.node("studio", ["--start-ollama"], environment: environment)
        try await herding.untilServing("studio")
        #expect(try await herding.generate()["X-Herd-Node"] == "studio")
        let first = id(in: folder)
        kill(first, SIGKILL)
        while id(in: folder) == first || id(in: folder) == 0 { await Task.yield() }
        try await herding.untilServing("studio")
        let second = id(in: folder)
        node.signal(SIGTERM)
        let ended = await node.wait()
        #expect(ended.code == 0 && ended.said.contains("ollama is started") && ended.said.contains("ollama has ended"))
        #expect(kill(second, 0) == -1 && errno == ESRCH)
        await herding.end([])
    }

    @Test func `an Ollama that somebody else has started is left alone`() async throws {
        let folder = try TemporaryFolder()
        let backend = try await FakeBackend()
        let herding = try await Herding()
        let environment = try ollama(in: folder, on: backend.endpoint.port)
        let node = try herding.node("studio", ["--start-ollama"], environment: environment)
        try await herding.untilServing("studio")
        node.signal(SIGTERM)
        #expect(await !node.wait().said.contains("ollama is started"))
        #expect(id(in: folder) == 0)
        await herding.end([])
        await backend.stop()
    }

    // MARK: Through the relay

    @Test func `what goes through the relay streams, and nobody else may use it`() async throws {
        let backend = try await FakeBackend()
        let herding = try await Herding()
        let node = try herding.node("studio", ["--relay", "always"], backend: backend)
        try await herding.untilServing("studio")
        let answer = try await herding.generate(words: 20)
        #expect(answer.status == 200 && answer.chunks.count >= 20)
        let address = try #require(try await herding.nodes()[0].backends[0]["address"]?.string)
        #expect(address != "\(backend.endpoint)")
        let port = try #require(address.split(separator: ":").last.flatMap { Int($0) })
        let stranger = try await RawPeer(to: .loopback(port: port), on: herding.group.loops[0])
        await stranger.send("GET /api/tags HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(await stranger.readAnswer().status == 403)
        await stranger.close()
        await herding.end([node])
        await backend.stop()
    }

    @Test func `a client that leaves ends its request at the server behind the relay`() async throws {
        let backend = try await FakeBackend(pace: PracticePace(tokensPerSecond: 50, firstToken: .zero))
        let herding = try await Herding()
        let node = try herding.node("studio", ["--relay", "always"], backend: backend)
        try await herding.untilServing("studio")
        let client = try await herding.streaming(words: 100_000)
        _ = await client.read(until: "response")
        await client.close()
        let seen = await backend.seen { $0.departures == 1 }
        #expect(seen.departures == 1)
        await herding.end([node])
        await backend.stop()
    }

    @Test func `a node that is told to stop takes nothing new and ends what runs`() async throws {
        let backend = try await FakeBackend(pace: PracticePace(tokensPerSecond: 60, firstToken: .zero))
        let herding = try await Herding()
        let node = try herding.node("studio", ["--relay", "always"], backend: backend)
        try await herding.untilServing("studio")
        let client = try await herding.streaming(words: 100)
        let begun = await client.read(until: "response").text
        node.signal(SIGTERM)
        try await herding.until("studio") { $0["state"]?.string == "draining" }
        let rest = await client.read(until: "0\r\n\r\n").text
        #expect(begun.contains("200 OK") && rest.contains(#""done":true"#))
        let ended = await node.wait()
        #expect(ended.code == 0 && ended.said.contains("stopped"))
        #expect(try await herding.nodes()[0]["state"] == "left")
        await client.close()
        await herding.end([])
        await backend.stop()
    }

    @Test func `a second signal ends it at once although something runs`() async throws {
        let backend = try await FakeBackend(pace: PracticePace(tokensPerSecond: 50, firstToken: .zero))
        let herding = try await Herding()
        let node = try herding.node("studio", ["--relay", "always"], backend: backend)
        try await herding.untilServing("studio")
        let client = try await herding.streaming(words: 100_000)
        _ = await client.read(until: "response")
        node.signal(SIGTERM)
        try await herding.until("studio") { $0["state"]?.string == "draining" }
        node.signal(SIGTERM)
        #expect(await node.wait().code == 128 + SIGTERM)
        await client.close()
        await herding.end([])
        await backend.stop()
    }

    // MARK: Who is who

    @Test func `nobody takes the id of another, and is told what to do`() async throws {
        let herding = try await Herding()
        let first = try herding.node("studio")
        try await herding.until("studio") { $0["state"]?.string == "online" }
        let thief = try RunningProgram(
            RunningProgram.built("herd-node"),
            ["--router", "http://\(herding.address)", "--data-dir", herding.data("thief"), "--find-servers=no"]
        )
        _ = await thief.read(until: "joined")
        thief.signal(SIGKILL)
        _ = await thief.wait()
        try herding.give("thief", theIDOf: "studio")
        let again = try herding.node("thief")
        let said = await again.read(until: "the router refuses this node") + again.read(until: "\n")
        #expect(said.contains("another secret") && said.contains("file identity"))
        try await herding.until("studio") { $0["state"]?.string == "online" }
        await herding.end([first, again])
    }

    @Test func `of two machines with one identity the older is told, and the newer stays`() async throws {
        let herding = try await Herding()
        let first = try herding.node("studio")
        _ = await first.read(until: "joined")
        herding.copyIdentity(of: "studio", to: "copy")
        let second = try herding.node("copy", called: "studio")
        let said = await first.read(until: "the router refuses this node") + first.read(until: "\n")
        #expect(said.contains("runs on two machines"))
        #expect(try await herding.nodes().count == 1)
        await herding.end([first, second])
    }

    @Test func `two machines with one name stay two`() async throws {
        let herding = try await Herding()
        let nodes = try [herding.node("a", called: "mini"), herding.node("b", called: "mini")]
        for name in ["mini", "mini-2"] { try await herding.until(name) { $0["state"]?.string == "online" } }
        await herding.end(nodes)
    }

    @Test func `a second agent is refused the folder of the first`() async throws {
        let herding = try await Herding()
        let first = try herding.node("studio")
        _ = await first.read(until: "joined")
        let second = try await herding.node("studio").wait()
        #expect(second.code == 1 && second.said.contains("in use by another program (process \(first.id))"))
        await herding.end([first])
    }

    // MARK: The owner

    @Test func `its owner pauses it, is told how it stands, and lets it go on`() async throws {
        let backend = try await FakeBackend()
        let herding = try await Herding(beats: "1h")
        let node = try herding.node("studio", backend: backend)
        try await herding.untilServing("studio")
        #expect(try await herding.owner("pause", of: "studio", ["--for", "1h"]).code == 0)
        try await herding.until("studio") { $0["state"]?.string == "paused" && $0["busy"]?["cause"] == "owner" }
        // What it says to the router it writes down for its owner a moment later.
        var status = try await herding.owner("status", of: "studio")
        while !status.said.contains("busy      owner") { status = try await herding.owner("status", of: "studio") }
        #expect(status.code == 0 && status.said.contains("joined as studio"))
        #expect(try await herding.owner("resume", of: "studio").code == 0)
        try await herding.untilServing("studio")
        await herding.end([node])
        await backend.stop()
    }

    @Test func `without an agent its owner is told so`() async throws {
        let herding = try await Herding()
        let status = try await herding.owner("status", of: "studio")
        #expect(status.code == 3 && status.said.contains("does not run"))
        await herding.end([])
    }
}

extension Herding {
    fileprivate func copyIdentity(of node: String, to other: String) {
        mkdir(data(other), 0o700)
        folder.write(folder.bytes(of: "node-\(node)/identity"), to: "node-\(other)/identity")
    }

    /// The id of the one with the secret of the other.
    fileprivate func give(_ thief: String, theIDOf node: String) throws {
        func lines(_ node: String) -> [Substring] {
            String(decoding: folder.bytes(of: "node-\(node)/identity"), as: UTF8.self).split(separator: "\n")
        }
        let id = try #require(lines(node).first { $0.hasPrefix("id ") })
        let rest = lines(thief).filter { !$0.hasPrefix("id ") }
        folder.write(Array(([id] + rest).joined(separator: "\n").utf8), to: "node-\(thief)/identity")
    }
}
