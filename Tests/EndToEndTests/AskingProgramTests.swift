import Dialects
import TestSupport
import Testing

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
        #expect(again.code == 1 && again.said.contains("There is no backend studio"), "\(again.said)")
        #expect(await router.end() == 0)
        await server.stop()
    }

    @Test(arguments: ["status", "nodes", "models", "top --once", "nodes drain a", "nodes add http://127.0.0.1:1"])
    func `without a router each says so, and what to start`(command: String) async throws {
        let words = command.split(separator: " ").map(String.init) + ["--router", "http://127.0.0.1:1"]
        let result = try await RunningProgram(RunningProgram.built("herd"), words).wait()
        #expect(result.code == 1 && result.said.contains("Start one with: herd"), "\(result.said)")
    }
}
