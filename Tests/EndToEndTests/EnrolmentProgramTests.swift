import Dialects
import HTTPEngine
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Who may join, with the two real programs.
@Suite(.serialized) struct EnrolmentProgramTests {
    private static let token = "0123456789abcdef-a-token"

    @Test func `a node that waits for approval says so once, asks on, and is of the fleet from then on`() async throws {
        let herding = try await Herding(["--enrolment", "approve"])
        let node = try herding.node("studio")
        let said = await node.read(until: "the router refuses this node") + node.read(until: "\n")
        #expect(said.contains("herd nodes approve studio"))
        try await herding.until("studio") { $0["state"]?.string == "pending" }
        #expect(try await herding.ask("/fleet/nodes/studio/approve", "").status == 200)
        try await herding.until("studio") { $0["state"]?.string == "online" }
        let rest = await node.read(until: "joined")
        #expect(!rest.contains("refuses"))
        try await herding.restartRouter()
        try await herding.until("studio") { $0["state"]?.string == "online" }
        await herding.end([node])
    }

    @Test func `only a node with the token joins, and nobody says the token`() async throws {
        let folder = try TemporaryFolder()
        folder.write(Array("\(Self.token)\n".utf8), to: "token")
        folder.write(Array("another-token-of-some-length\n".utf8), to: "other")
        let herding = try await Herding(["--enrolment", "token", "--token-file", folder("token")])
        let stranger = try herding.node("stranger", ["--token-file", folder("other")])
        let refused = await stranger.read(until: "the router refuses this node") + stranger.read(until: "\n")
        #expect(refused.contains("--token-file"))
        let node = try herding.node("studio", ["--token-file", folder("token")])
        try await herding.until("studio") { $0["state"]?.string == "online" }
        #expect(try await herding.nodes().count == 1)
        let status = try await herding.owner("status", of: "studio", ["--json"])
        node.signal(SIGTERM)
        let ended = await node.wait()
        for text in [refused, status.said, ended.said] { #expect(!text.contains(Self.token)) }
        await herding.end([stranger])
    }

    @Test(arguments: ["", "short\n", "two words in it are no token\n", "0123456789abcdef\n0123456789abcdef\n"])
    func `a token that is none keeps both programs from starting, and is not shown`(text: String) async throws {
        let folder = try TemporaryFolder()
        folder.write(Array(text.utf8), to: "token")
        let data = ["--data-dir", folder("data"), "--token-file", folder("token")]
        let router = try await RunningProgram(
            RunningProgram.built("herd"),
            ["--host", "127.0.0.1", "--port", "0", "--enrolment", "token"] + data
        ).wait()
        let node = try await RunningProgram(RunningProgram.built("herd-node"), data).wait()
        for ended in [router, node] {
            #expect(ended.code == 1 && ended.said.contains("must hold 16 to 256 letters"))
            #expect(text.count < 3 || !ended.said.contains(text.dropLast()))
        }
    }

    @Test func `a router that wants a token and has none does not start`() async throws {
        let folder = try TemporaryFolder()
        let flags = ["--host", "127.0.0.1", "--port", "0", "--data-dir", folder("data"), "--enrolment", "token"]
        for file in [[], ["--token-file", folder("none")]] {
            let ended = try await RunningProgram(RunningProgram.built("herd"), flags + file).wait()
            #expect(ended.code == 1 && ended.said.contains(file.isEmpty ? "token-file = PATH" : "is not there"))
        }
    }
}
