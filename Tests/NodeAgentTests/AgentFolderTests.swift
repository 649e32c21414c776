import Fleet
import HTTPEngine
import TestSupport
import Testing

@testable import NodeAgent

@Suite struct AgentFolderTests {
    private let folder: TemporaryFolder
    private let agent: AgentFolder

    init() throws {
        folder = try TemporaryFolder()
        agent = AgentFolder(folder.path)
    }

    private func identity() throws -> NodeIdentity {
        var chance = SystemRandomNumberGenerator()
        return try agent.identity(using: &chance)
    }

    @Test func `an identity is made once, for the owner alone`() throws {
        let first = try identity()
        #expect(folder.mode(of: "identity") == 0o600)
        #expect(first.id.count == 32 && first.secret.count == 64 && first.id != first.relayKey)
        #expect(try identity() == first)
        #expect(folder.names == ["identity"])
    }

    @Test(arguments: ["", "id 1", "id x\nsecret y\nrelay-key z\n", "\0\0\0"])
    func `a file that is none is not replaced, and says what to do`(text: String) throws {
        folder.write(Array(text.utf8), to: "identity")
        let fault = #expect(throws: AgentFolder.Unusable.self) { try identity() }
        #expect(fault?.description.contains("remove it") == true)
        #expect(folder.bytes(of: "identity") == Array(text.utf8))
    }

    @Test func `a folder that cannot be written to says so`() throws {
        var chance = SystemRandomNumberGenerator()
        let nowhere = AgentFolder(folder("none"))
        let fault = #expect(throws: AgentFolder.Unusable.self) { try nowhere.identity(using: &chance) }
        #expect(fault?.description.contains("--data-dir") == true)
    }

    @Test func `the last router is remembered`() {
        #expect(agent.router == nil)
        for id in [nil, "an-id-of-a-router"] {
            let router = RememberedRouter(Endpoint(host: "10.0.0.2", port: 11_435), id: id)
            agent.remember(router)
            #expect(agent.router == router)
        }
        // As it was written before routers said who they are.
        folder.write(Array("http://10.0.0.3:11435\n".utf8), to: "router")
        #expect(agent.router?.endpoint.host == "10.0.0.3" && agent.router?.id == nil)
        for text in ["", "\n", "router", "http://", "\0\0"] {
            folder.write(Array(text.utf8), to: "router")
            #expect(agent.router == nil)
        }
    }

    @Test func `a bandwidth that was measured holds for this chip`() {
        agent.remember(memoryBandwidth: .gigabytes(50), of: "A chip")
        #expect(agent.memoryBandwidth(of: "A chip") == .gigabytes(50))
        #expect(agent.memoryBandwidth(of: "Another") == nil)
        folder.write(Array("A chip\n-1\n".utf8), to: "hardware")
        #expect(agent.memoryBandwidth(of: "A chip") == nil)
    }

    @Test func `a pause is what the sensor reads, and resuming twice is no mistake`() throws {
        let sensor = OwnerPauseFile(path: agent.pauseFile)
        try agent.pause(OwnerPause(until: nil))
        #expect(sensor.sample(at: after(0)) == true)
        try agent.resume()
        try agent.resume()
        #expect(sensor.sample(at: after(0)) == false)
    }
}
