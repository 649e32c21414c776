import Dialects
import HTTPEngine
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A router and what agents a test starts for it, each a program of its own with a folder of its own.
final class Herding {
    private static func question(_ words: Int) -> String {
        #"{"model":"practice","prompt":"a","options":{"num_predict":\#(words)}}"#
    }

    let folder: TemporaryFolder
    let group: LoopGroup
    private let flags: [String]
    private(set) var router: RunningProgram
    private(set) var address: SocketAddress

    init(_ flags: [String] = [], beats: String = "100ms") async throws {
        folder = try TemporaryFolder()
        group = try LoopGroup(count: 1)
        self.flags = flags + ["--beat-interval", beats, "--stop-grace", "0s", "--data-dir", folder("router")]
        (router, address) = try await Self.startRouter(self.flags, port: 0)
    }

    private static func startRouter(_ flags: [String], port: Int) async throws -> (RunningProgram, SocketAddress) {
        let program = try RunningProgram(
            RunningProgram.built("herd"),
            ["--host", "127.0.0.1", "--port", "\(port)"] + flags
        )
        let said = await program.read(until: "http://127.0.0.1:") + program.read(until: "\n")
        let digits = said.split(separator: "http://127.0.0.1:").dropFirst().first?.prefix { $0.isNumber }
        return (program, .loopback(port: digits.flatMap { Int($0) } ?? 0))
    }

    /// The router ends by force and is started anew where it was.
    func restartRouter() async throws {
        router.signal(SIGKILL)
        _ = await router.wait()
        (router, address) = try await Self.startRouter(flags, port: address.port)
    }

    /// - Parameter called: what it says its name is, if that is not the name of its folder.
    func node(
        _ name: String,
        _ flags: [String] = [],
        called: String? = nil,
        backend: FakeBackend? = nil,
        environment: [String: String] = [:]
    ) throws -> RunningProgram {
        let backends = backend.map { ["--backend", "\($0.endpoint)"] } ?? []
        return try RunningProgram(
            RunningProgram.built("herd-node"),
            [
                "--router", "http://\(address)", "--data-dir", data(name), "--name", called ?? name,
                "--find-servers=no",
                "--look-interval", "100ms",
            ] + backends + flags,
            environment: environment
        )
    }

    func data(_ node: String) -> String { folder("node-\(node)") }

    /// A command of the owner's.
    func owner(_ command: String, of node: String, _ flags: [String] = []) async throws -> (code: Int32, said: String) {
        try await RunningProgram(RunningProgram.built("herd-node"), [command, "--data-dir", data(node)] + flags).wait()
    }

    // MARK: What the router knows

    func nodes() async throws -> [JSONValue] {
        let answer = try await ask("/fleet/nodes", nil)
        return try JSONValue(parsing: answer.body)["nodes"]?.array ?? []
    }

    /// Asks the router until the node is as wanted; a test that waits in vain is ended from outside.
    func until(_ node: String, _ isMet: (JSONValue) -> Bool) async throws {
        while true {
            if let shown = try await nodes().first(where: { $0["node"]?.string == node }), isMet(shown) { return }
            await Task.yield()
        }
    }

    /// Until requests for the practice model can go there.
    func untilServing(_ node: String) async throws {
        try await until(node) { node in
            node["state"]?.string == "online"
                && node.backends.contains { $0["reachable"]?.bool == true && $0["models"]?.array?.isEmpty == false }
        }
    }

    func generate(words: Int = 3) async throws -> RawAnswer {
        try await ask("/api/generate", Self.question(words))
    }

    /// A client in the middle of a long answer.
    func streaming(words: Int) async throws -> RawPeer { try await asking("/api/generate", Self.question(words)) }

    func ask(_ path: String, _ body: String?) async throws -> RawAnswer {
        let client = try await asking(path, body)
        let answer = await client.readAnswer()
        await client.close()
        return answer
    }

    /// A client that has asked and not read yet.
    func asking(_ path: String, _ body: String? = nil) async throws -> RawPeer {
        let client = try await RawPeer(to: address, on: group.loops[0])
        let length = body.map { "Content-Length: \($0.utf8.count)\r\n" } ?? ""
        await client.send("\(body == nil ? "GET" : "POST") \(path) HTTP/1.1\r\nHost: a\r\n\(length)\r\n\(body ?? "")")
        return client
    }

    func end(_ nodes: [RunningProgram]) async {
        for node in nodes { node.signal(SIGKILL) }
        for node in nodes { _ = await node.wait() }
        router.signal(SIGKILL)
        _ = await router.wait()
        group.stop()
    }
}

extension JSONValue {
    var backends: [JSONValue] { self["backends"]?.array ?? [] }
}
