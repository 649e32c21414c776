import Fleet
import Testing

@testable import NodeAgent

@Suite struct SnapshotTests {
    private func card(_ maker: GPUReading.Maker, total: Double?, free: Double? = nil, pace: Double? = nil) -> GPUReading
    {
        var card = GPUReading(maker)
        card.memoryTotal = total.map { .gigabytes($0) }
        card.memoryFree = free.map { .gigabytes($0) }
        card.bandwidth = pace.map { .gigabytes($0) }
        return card
    }

    @Test func `what is unknown is not sent`() {
        var beat = Heartbeat(node: "a")
        Snapshot().fill(&beat, policy: BusyPolicy())
        #expect(beat.thermal == nil && beat.pressure == nil && beat.foreignLoad == nil && beat.busy == nil)
    }

    @Test func `the hottest part and the greater load are sent`() {
        var snapshot = Snapshot()
        snapshot.heat = .fair
        var hot = GPUReading(.nvidia)
        hot.thermal = .serious
        snapshot.gpus = [hot]
        snapshot.cpu = CPUReading(ours: 0.5, foreign: 0.2)
        snapshot.foreignGraphics = 0.4
        var beat = Heartbeat(node: "a")
        snapshot.fill(&beat, policy: BusyPolicy())
        #expect(beat.thermal == .serious)
        #expect(beat.foreignLoad == 0.4)
    }

    @Test func `each cause has the owner's policy, and a meeting pauses by itself`() {
        var snapshot = Snapshot()
        snapshot.camera = true
        snapshot.microphone = true
        snapshot.ownerPause = false
        var policy = BusyPolicy()
        policy[.microphone] = .avoid
        #expect(
            snapshot.busy(policy) == [
                BusyFlag(cause: .camera, policy: .pause), BusyFlag(cause: .microphone, policy: .avoid),
            ]
        )
    }

    @Test func `a screen that is kept awake is a cause of its own`() {
        var snapshot = Snapshot()
        snapshot.presentation = true
        var policy = BusyPolicy()
        policy[.presentation] = .avoid
        #expect(snapshot.busy(policy) == [BusyFlag(cause: .presentation, policy: .avoid)])
        snapshot.presentation = false
        #expect(snapshot.busy(policy) == [])
    }

    @Test func `what the machine is made of is sent in steps, so that a file that grows is no news`() throws {
        var snapshot = Snapshot()
        snapshot.hardware.chip = "M2"
        snapshot.hardware.processors = 8
        snapshot.utcOffset = -18_000
        snapshot.power = PowerReading(source: .battery, charge: 0.512)
        let told = try [Int64(0), 1].map { extra in
            snapshot.disk = DiskReading(total: .gigabytes(500), free: ByteCount(200 << 30 + extra))
            var beat = Heartbeat(node: "a")
            snapshot.fill(&beat, policy: BusyPolicy())
            #expect(beat.utcOffset == -18_000)
            return try #require(beat.machine)
        }
        #expect(told[0] == told[1] && told[0].chip == "M2" && told[0].processors == 8)
        #expect(told[0].diskFree == ByteCount(200 << 30) && told[0].isOnBattery == true && told[0].charge == 0.5)
        #expect(told[0].memory == nil)
    }

    @Test func `nobody busy is an empty list, and nothing known is none`() {
        var snapshot = Snapshot()
        #expect(snapshot.busy(BusyPolicy()) == nil)
        snapshot.microphone = false
        #expect(snapshot.busy(BusyPolicy()) == [])
    }

    @Test func `cards of one maker hold a model together, at the pace of the slowest`() {
        var snapshot = Snapshot()
        snapshot.gpus = [
            card(.nvidia, total: 24, free: 20, pace: 936), card(.nvidia, total: 12, free: 3, pace: 360),
            card(.amd, total: 8, free: 8, pace: 224), card(.intel, total: nil),
        ]
        let expected = DeviceMemory(total: .gigabytes(36), free: .gigabytes(23), bandwidth: .gigabytes(360))
        #expect(snapshot.graphicsMemory == expected)
    }

    @Test func `of one card that does not tell, the sum is unknown`() {
        var snapshot = Snapshot()
        snapshot.gpus = [card(.nvidia, total: 24, free: 20), card(.nvidia, total: 12)]
        #expect(snapshot.graphicsMemory?.free == nil)
    }

    @Test func `Apple's graphics have what is free of the machine, up to their limit`() {
        var snapshot = Snapshot()
        var apple = card(.apple, total: 48)
        apple.isUnified = true
        snapshot.gpus = [apple]
        snapshot.hardware.memoryBandwidth = .gigabytes(400)
        snapshot.memory = MemoryReading(total: .gigabytes(64), available: .gigabytes(30))
        let expected = DeviceMemory(total: .gigabytes(48), free: .gigabytes(30), bandwidth: .gigabytes(400))
        #expect(snapshot.graphicsMemory == expected)
        snapshot.memory?.available = .gigabytes(60)
        #expect(snapshot.graphicsMemory?.free == .gigabytes(48))
    }

    @Test func `without graphics memory models lie in the main memory`() {
        var snapshot = Snapshot()
        snapshot.gpus = [card(.intel, total: nil)]
        snapshot.memory = MemoryReading(total: .gigabytes(32), available: .gigabytes(20))
        #expect(snapshot.graphicsMemory == nil)
        #expect(snapshot.mainMemory == DeviceMemory(total: .gigabytes(32), free: .gigabytes(20)))
    }
}

@Suite struct ForeignGraphicsTests {
    private func card(use: Double?, own: Double? = nil) -> GPUReading {
        var card = GPUReading(.amd)
        card.use = use
        card.ownUse = own
        return card
    }

    @Test func `while the servers rest all use is foreign`() {
        var foreign = ForeignGraphics(halfLife: 5)
        #expect(foreign.sample([card(use: 0.75)], serversRest: true, at: after(0).now) == 0.75)
    }

    @Test func `while they work it is what the driver tells apart`() {
        var foreign = ForeignGraphics(halfLife: 5)
        #expect(foreign.sample([card(use: 0.75, own: 0.5)], serversRest: false, at: after(0).now) == 0.25)
    }

    @Test func `our own work is never taken for another's`() {
        var foreign = ForeignGraphics(halfLife: 5)
        #expect(foreign.sample([card(use: 1)], serversRest: false, at: after(0).now) == nil)
        #expect(foreign.sample([card(use: 1)], serversRest: nil, at: after(0).now) == nil)
    }

    @Test func `what was seen before they began is believed for a minute`() {
        var foreign = ForeignGraphics(halfLife: 5)
        _ = foreign.sample([card(use: 0.5)], serversRest: true, at: after(0).now)
        #expect(foreign.sample([card(use: 1)], serversRest: false, at: after(59).now) == 0.5)
        #expect(foreign.sample([card(use: 1)], serversRest: false, at: after(61).now) == nil)
    }

    @Test func `the card that is held up most counts`() {
        var foreign = ForeignGraphics(halfLife: 5)
        let cards = [card(use: 0.5, own: 0.5), card(use: 0.75, own: 0)]
        #expect(foreign.sample(cards, serversRest: false, at: after(0).now) == 0.75)
    }
}
