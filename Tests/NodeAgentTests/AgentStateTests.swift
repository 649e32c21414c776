import Dialects
import Discovery
import Fleet
import HTTPEngine
import Probing
import Testing

@testable import NodeAgent

@Suite struct AgentStateTests {
    private func state(_ change: (inout AgentOptions) -> Void = { _ in }) -> AgentState {
        var options = AgentOptions(
            router: Endpoint(host: "127.0.0.1", port: 11_435),
            dataDir: "/nowhere",
            name: "studio"
        )
        change(&options)
        var chance = SystemRandomNumberGenerator()
        var state = AgentState(options, NodeIdentity(using: &chance), run: 5, at: after(0).now)
        state.unseen = []
        _ = state.search.choose(at: after(0).now)
        return state
    }

    @Test func `its words are counted, and say what it does`() {
        var state = state()
        let beats = (0..<2).map { _ in state.nextBeat() }
        #expect(beats.map(\.sequence) == [1, 2] && beats.allSatisfy { $0.run == 5 && $0.isDraining == nil })
        state.phase = .draining
        let draining = state.nextBeat()
        #expect(draining.isDraining == true && draining.isLeaving == nil)
        state.phase = .leaving
        let leaving = state.nextBeat()
        #expect(leaving.isLeaving == true)
    }

    @Test(arguments: [(true, nil), (false, false)])
    func `that its owner's habits are no reason to spare it is said, and nothing where they are`(
        minds: Bool,
        said: Bool?
    ) {
        var state = state { $0.mindsHabits = minds }
        let beat = state.nextBeat()
        #expect(beat.mindsHabits == said)
    }

    @Test func `backends are told with the memory that holds their models`() throws {
        var state = state()
        let report = BackendReport(name: "", kind: .vllm)
        _ = state.book.take(.report(report), of: Endpoint(host: "127.0.0.1", port: 8000), at: Instant(nanoseconds: 0))
        var card = GPUReading(.nvidia)
        card.memoryTotal = .gigabytes(24)
        card.memoryFree = .gigabytes(20)
        state.snapshot.gpus = [card]
        let beat = state.nextBeat()
        let backend = try #require(beat.backends?.first)
        #expect(backend.name == "vllm-8000" && backend.memoryTotal == .gigabytes(24))
        #expect(backend.memoryFree == .gigabytes(20))
    }

    @Test func `until it has looked everywhere, what runs here is unknown`() throws {
        var state = state()
        state.unseen = [Endpoint(host: "127.0.0.1", port: 8000)]
        let early = state.nextBeat()
        state.unseen = []
        let later = state.nextBeat()
        #expect(early.backends == nil && later.backends?.isEmpty == true)
    }

    // MARK: Sleep

    @Test func `after a sleep nothing is said of the machine as it was before, but what its owner wants`() throws {
        var state = state()
        state.snapshot.cpu = CPUReading(ours: 0, foreign: 0.9)
        state.snapshot.memory = MemoryReading(total: .gigabytes(32), pressure: .critical)
        state.snapshot.heat = .critical
        (state.snapshot.camera, state.snapshot.ownerPause) = (false, true)
        var said: [Heartbeat] = []
        var slept: [Seconds?] = []
        for seconds in [0, 1, 2, 7200.0] {
            slept.append(state.look(at: after(seconds).now))
            said.append(state.nextBeat())
        }
        #expect(slept == [nil, nil, nil, 7198] && state.wakings == 1)
        #expect(said[2].foreignLoad == 0.9 && said[2].thermal == .critical && said[2].pressure == .critical)
        #expect(said[3].foreignLoad == nil && said[3].thermal == nil && said[3].pressure == nil)
        #expect(said.allSatisfy { $0.busy == [BusyFlag(cause: .owner)] })
        #expect(said.map(\.sequence) == [1, 2, 3, 4] && Set(said.map(\.run)).count == 1)
    }

    @Test func `the relay's port stays the same, and is one that belongs to nobody`() {
        for _ in 0..<100 { #expect((49_152...65_535).contains(state().relayPort)) }
        let same = state()
        #expect(same.relayPort == same.relayPort)
        #expect(state { $0.relayPort = 7000 }.relayPort == 7000)
    }

    @Test func `no port is looked at twice, and the router's own is not`() {
        var options = state().options
        options.ports = [11_434, 8080, 11_435]
        options.backends = [Endpoint(host: "localhost", port: 8080), Endpoint(host: "10.0.0.9", port: 11_434)]
        #expect(
            options.places.map(\.description) == [
                "http://localhost:8080", "http://10.0.0.9:11434", "http://127.0.0.1:11434",
            ]
        )
    }

    @Test func `a router on this machine is no server, on whatever port it is`() throws {
        var state = state { $0.router = nil }
        for port in [8000, 8080] {
            let place = Endpoint(host: "127.0.0.1", port: port)
            _ = state.book.take(.report(BackendReport(name: "", kind: .ollama)), of: place, at: after(0).now)
        }
        let place = Sighting.Place(name: "a", interface: 1, family: 0)
        let card = RouterCard(version: "1", id: "router-a", fleet: "herd")
        _ = state.search.see(Sighting(at: place, card, host: "10.0.0.2", port: 8080))
        _ = state.search.choose(at: after(5).now)
        let before = state.nextBeat().backends?.count
        state.welcome = RouterAnswer(Array(#"{"node":"a","same_machine":true}"#.utf8))
        let after = state.nextBeat().backends?.map(\.name)
        #expect(before == 2 && after == ["ollama-8000"])
    }

    @Test func `its owner is told how it stands`() throws {
        var state = state()
        state.standing = .refused("another secret")
        state.snapshot.ownerPause = true
        let text = String(decoding: JSONValue.object(state.shown).encoded, as: UTF8.self)
        let lines = try #require(AgentStatus(text)).lines(process: 12)
        #expect(
            lines == [
                "herd-node runs as process 12",
                "router    http://127.0.0.1:11435: refuses this machine: another secret",
                "busy      owner",
                "server    none found",
            ]
        )
        #expect(!text.contains(state.identity.secret) && !text.contains(state.identity.relayKey))
    }
}
