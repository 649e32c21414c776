import Fleet
import Foundation
import HTTPEngine
import NodeAgent
import Testing

@testable import Configuration
@testable import herd_node

@Suite struct HerdNodeSettingsTests {
    private static let home = Surroundings(platform: .linux, environment: [:], home: "/home/me")

    private func settings(_ arguments: [String], _ environment: [String: String] = [:]) throws -> Settings {
        var surroundings = Self.home
        surroundings.environment = environment
        let invocation = try HerdNodeSettings.program.read(arguments, in: surroundings) { _ throws(FileFailure) in nil }
        guard case .run(_, let settings, _) = invocation else { throw NotRun() }
        return settings
    }

    private struct NotRun: Error {}

    @Test func `without any setting it joins a router on this machine`() throws {
        let options = AgentOptions(try settings([]))
        #expect(options.router.description == "http://127.0.0.1:11435" && options.fleet == "herd")
        #expect(options.dataDir == "/home/me/.local/state/herd-node" && !options.name.isEmpty)
        #expect(options.backends.isEmpty && options.ports.contains(11_434) && options.relayPort == nil)
    }

    @Test func `flags go before variables`() throws {
        let settings = try settings(
            ["--router", "http://10.0.0.2:1", "--backend", "http://127.0.0.1:9", "--when-camera", "avoid"],
            ["HERD_NODE_ROUTER": "http://10.0.0.3:1", "HERD_NODE_NAME": "attic", "HERD_NODE_FIND_SERVERS": "no"]
        )
        let options = AgentOptions(settings)
        #expect(options.router.host == "10.0.0.2" && options.name == "attic" && options.ports.isEmpty)
        #expect(options.backends.map(\.port) == [9])
        #expect(options.policy[.camera] == .avoid && options.policy[.microphone] == .pause)
    }

    @Test func `servers and the router may be behind https`() throws {
        let options = AgentOptions(try settings(["--router", "https://a", "--backend", "https://b:8443/base"]))
        #expect(options.router.description == "https://a" && options.router.port == 443)
        #expect(options.backends.map(\.description) == ["https://b:8443/base"])
    }

    @Test func `the example that is shipped is the one the declarations make`() throws {
        // To renew it: herd-node config --example > Config/herd-node.conf
        let file = URL(fileURLWithPath: #filePath + "/../../../Config/herd-node.conf").standardizedFileURL
        let shipped = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        #expect(shipped == ExampleFile(HerdNodeSettings.program).text)
    }

    @Test(arguments: [
        ["--router", "10.0.0.2"], ["--relay", "never"], ["status", "--router", "http://a:1"], ["stats"],
    ])
    func `a mistake is refused`(arguments: [String]) {
        #expect(throws: SettingsError.self) { try settings(arguments) }
    }
}
