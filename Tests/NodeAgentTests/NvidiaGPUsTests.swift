import Fleet
import HTTPEngine
import Synchronization
import Testing

@testable import NodeAgent

/// One after the other: there is one library.
@Suite(.serialized) struct NvidiaGPUsTests {
    private func cards(_ cards: [FakeNVML.Card]) -> NvidiaGPUs {
        FakeNVML.reset(cards)
        let nowhere = SystemRoots(proc: "/nowhere", sys: "/nowhere", dev: "/nowhere", run: "/nowhere")
        return NvidiaGPUs(roots: nowhere) { FakeNVML.library() }
    }

    private func process(_ id: UInt32, _ share: UInt32, at time: UInt64 = 1) -> NVML.ProcessUtilization {
        NVML.ProcessUtilization(process: id, timestamp: time, gpu: share)
    }

    @Test func `the structures are as long as the library's`() {
        #expect(MemoryLayout<NVML.Memory>.size == 24)
        #expect(MemoryLayout<NVML.Utilization>.size == 8)
        #expect(MemoryLayout<NVML.ProcessUtilization>.stride == 32)
        #expect(MemoryLayout<NVML.ProcessUtilization>.offset(of: \.gpu) == 16)
    }

    @Test func `a card says what it is and what it does`() throws {
        var gpus = cards([FakeNVML.Card()])
        let readingSeen = gpus.sample(ours: [], at: after(0).now)?.first
        let reading = try #require(readingSeen)
        #expect(reading.name == "NVIDIA GeForce RTX 4090")
        #expect(reading.bus == "0000:01:00.0")
        #expect(reading.memoryTotal == ByteCount(25_757_220_864))
        #expect(reading.memoryFree == ByteCount(20_000_000_000))
        #expect(reading.use == 0.8)
        #expect(reading.temperature == 60)
        #expect(reading.throttle == [])
        // The data sheet says 1,008 GB a second.
        #expect(reading.bandwidth == BytesPerSecond(1_008_096_000_000))
    }

    @Test func `what our processes use is told apart by their newest samples`() {
        var card = FakeNVML.Card()
        card.processes = [process(10, 90, at: 1), process(10, 30, at: 2), process(11, 20), process(99, 25)]
        var gpus = cards([card])
        #expect(gpus.sample(ours: [10, 11], at: after(0).now)?.first?.ownUse == 0.5)
    }

    @Test func `numbers of another container's processes prove nothing`() {
        var card = FakeNVML.Card()
        card.processes = [process(99, 80)]
        var gpus = cards([card])
        #expect(gpus.sample(ours: [10], at: after(0).now)?.first?.ownUse == nil)
    }

    @Test func `slowed down by heat is serious, by its power limit is not`() throws {
        var card = FakeNVML.Card()
        card.reasons = 0x4
        FakeNVML.reset([card])
        let machine = try Machine()
        var gpus = GPUs(roots: machine.roots, nvidia: NvidiaGPUs(roots: machine.roots) { FakeNVML.library() })
        #expect(gpus.sample(at: after(0))?.first?.thermal == .nominal)
        #expect(gpus.sample(at: after(0))?.first?.throttle == .power)
        FakeNVML.state.withLock { $0.cards[0].reasons = 0x24 }
        #expect(gpus.sample(at: after(2))?.first?.thermal == .serious)
        FakeNVML.state.withLock { $0.cards[0].reasons = 0 }
        #expect(gpus.sample(at: after(4))?.first?.thermal == .nominal)
        FakeNVML.state.withLock { $0.cards[0].temperature = 96 }
        #expect(gpus.sample(at: after(6))?.first?.thermal == .critical)
    }

    @Test func `a card that supports nothing is a card of which nothing is known`() throws {
        var gpus = cards([FakeNVML.Card()])
        FakeNVML.state.withLock { $0.result = 3 }
        let readingSeen = gpus.sample(ours: [1], at: after(0).now)?.first
        let reading = try #require(readingSeen)
        #expect(reading == GPUReading(.nvidia))
    }

    @Test func `absurd answers are unknown`() throws {
        var card = FakeNVML.Card()
        card.memory = NVML.Memory(total: .max, free: .max, used: 0)
        card.use = 4_000_000_000
        card.temperature = 4_000_000_000
        card.memoryClock = .max
        card.processes = [process(.max, .max, at: .max)]
        var gpus = cards([card])
        let readingSeen = gpus.sample(ours: [-1, 1], at: after(0).now)?.first
        let reading = try #require(readingSeen)
        #expect(reading.memoryTotal == nil && reading.memoryFree == nil)
        #expect(reading.use == nil && reading.ownUse == nil)
        #expect(reading.temperature == nil && reading.bandwidth == nil)
    }

    @Test func `a driver that is not loaded is asked again a minute later`() {
        var gpus = cards([FakeNVML.Card()])
        FakeNVML.state.withLock { $0.startResult = 9 }
        #expect(gpus.sample(ours: [], at: after(0).now) == nil)
        FakeNVML.state.withLock { $0.startResult = 0 }
        #expect(gpus.sample(ours: [], at: after(30).now) == nil)
        #expect(gpus.sample(ours: [], at: after(61).now)?.count == 1)
    }

    @Test(arguments: ["libherd-has-no-such-library.so", "libm.so.6"])
    func `no library, or another one under its name, is no card`(name: String) {
        #expect(NVML(library: name) == nil)
    }

    #if os(Linux)
        @Test func `a card that sleeps is not woken, and one that may sleep is let go`() throws {
            FakeNVML.reset([FakeNVML.Card()])
            let machine = try Machine("laptop")
            let status = "sys/devices/pci0000:00/0000:01:00.0/power/runtime_status"
            var gpus = NvidiaGPUs(roots: machine.roots) { FakeNVML.library() }
            let asleepSeen = gpus.sample(ours: [], at: after(0).now)?.first
            let asleep = try #require(asleepSeen)
            #expect(asleep.isAsleep && asleep.use == 0)
            #expect(FakeNVML.state.withLock { $0.starts } == 0)
            try machine.write(status, "active\n")
            #expect(gpus.sample(ours: [], at: after(2).now)?.first?.use == 0.8)
            #expect(gpus.sample(ours: [], at: after(4).now)?.first?.use == 0.8)
            let (starts, stops) = FakeNVML.state.withLock { ($0.starts, $0.stops) }
            #expect(starts == 1 && stops == 1)
            try machine.write(status, "suspended\n")
            let againSeen = gpus.sample(ours: [], at: after(6).now)?.first
            let again = try #require(againSeen)
            #expect(again.isAsleep && again.memoryFree == again.memoryTotal && again.name == "NVIDIA GeForce RTX 4090")
        }
    #endif
}
