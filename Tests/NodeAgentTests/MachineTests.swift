import Fleet
import Testing

@testable import NodeAgent

@Suite struct HardwareTests {
    @Test func `Apple's chips of two speeds are told apart, or taken for the slower`() {
        #expect(AppleMemory.bandwidth(of: "Apple M4 Max", fastProcessors: 12) == .gigabytes(546))
        #expect(AppleMemory.bandwidth(of: "Apple M4 Max", fastProcessors: nil) == .gigabytes(410))
        #expect(AppleMemory.bandwidth(of: "Apple M9", fastProcessors: 12) == nil)
    }

    @Test func `the graphics' part of Apple's memory is the owner's limit or the system's`() {
        #expect(AppleMemory.graphicsMax(of: 64 << 30, wiredLimit: 57_344) == 57_344 << 20)
        #expect(AppleMemory.graphicsMax(of: 64 << 30, wiredLimit: 0) == 48 << 30)
        #expect(AppleMemory.graphicsMax(of: 24 << 30, wiredLimit: nil) == 16 << 30)
        #expect(AppleMemory.graphicsMax(of: 24 << 30, wiredLimit: 1 << 40) == 16 << 30)
        #expect(AppleMemory.graphicsMax(of: -1, wiredLimit: nil) == nil)
    }

    @Test func `memory is measured by copying it`() throws {
        var time = Instant(nanoseconds: 0)
        // Each look at this clock is a tenth of a second after the last: 128 MiB are moved in each round.
        let tick = { () -> Instant in
            time = time + 0.1
            return time
        }
        let measured = try #require(MemoryBandwidth.measure(processors: 2, clock: tick))
        #expect(abs(measured.value - Double(128 << 20) / 0.1) < 1e6)
        #expect(MemoryBandwidth.measure(processors: 1, clock: { Instant(nanoseconds: 0) }) == nil)
    }

    @Test func `the disk has room, a folder that is not there none that is known`() throws {
        let reading = try #require(DiskSpace(folder: "/").sample(at: after(0)))
        #expect(reading.free <= reading.total)
        #expect(DiskSpace(folder: "/no such folder").sample(at: after(0)) == nil)
    }
}

#if os(Linux)
    @Suite struct MachineTests {
        @Test(arguments: [
            ("laptop", "12th Gen Intel(R) Core(TM) i7-1260P", 16),
            ("desktop", "AMD Ryzen 9 7950X 16-Core Processor", 32),
            ("board", "Raspberry Pi 5 Model B Rev 1.0", 4),
            ("container", nil, nil),
        ])
        func `chip and processors are named`(name: String, chip: String?, processors: Int?) throws {
            let hardware = HardwareClass.read(roots: try Machine(name).roots)
            #expect(hardware.chip == chip)
            #expect(hardware.processors == processors)
        }

        @Test func `a list of processors has gaps, or is nonsense`() throws {
            let machine = try Machine("board")
            for (text, count) in [("0-3,5,8-9", 7), ("3-1", nil), ("0-99999999999", nil), ("", nil), ("-", nil)] {
                try machine.write("sys/devices/system/cpu/online", text)
                #expect(HardwareClass.read(roots: machine.roots).processors == count, "\(text)")
            }
        }

        @Test func `a laptop on its battery, not on that of its mouse`() throws {
            let machine = try Machine("laptop")
            let power = PowerSource(roots: machine.roots)
            #expect(power.sample(at: after(0)) == PowerReading(source: .battery, charge: 0.63))
            try machine.write("sys/class/power_supply/AC/online", "1\n")
            #expect(power.sample(at: after(0))?.source == .mains)
            try machine.write("sys/class/power_supply/BAT0/capacity", "250\n")
            #expect(power.sample(at: after(0))?.charge == nil)
            try machine.write("sys/class/power_supply/BAT0/charge_now", "2000000\n")
            try machine.write("sys/class/power_supply/BAT0/charge_full", "4000000\n")
            #expect(power.sample(at: after(0))?.charge == 0.5)
        }

        @Test func `a charger of USB-C feeds it too`() throws {
            let machine = try Machine("laptop")
            try machine.write("sys/class/power_supply/ucsi-source-psy-USBC000:001/online", "1\n")
            #expect(PowerSource(roots: machine.roots).sample(at: after(0))?.source == .mains)
        }

        @Test(arguments: [
            ("desktop", PowerReading(source: .mains)), ("board", PowerReading(source: .mains)), ("container", nil),
        ])
        func `without a battery it is on the mains, without the folder who knows`(
            name: String,
            reading: PowerReading?
        ) throws {
            #expect(PowerSource(roots: try Machine(name).roots).sample(at: after(0)) == reading)
        }
    }
#endif
