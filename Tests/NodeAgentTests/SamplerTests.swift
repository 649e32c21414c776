#if os(Linux)
    import Fleet
    import Testing

    @testable import NodeAgent

    @Suite struct SamplerTests {
        private func sampler(_ machine: Machine) -> Sampler {
            var options = Sampler.Options()
            options.roots = machine.roots
            options.nvidiaLibrary = "libherd-has-no-such-library.so"
            options.pauseFile = machine.path("pause")
            return Sampler(options: options, hardware: .read(roots: machine.roots))
        }

        @Test func `a laptop on its battery, one look after the other`() throws {
            let machine = try Machine("laptop")
            var sampler = sampler(machine)
            let servers = Sampler.Servers(processes: [2100], rest: true)
            let first = sampler.sample(at: after(0), servers: servers)
            #expect(first.cpu == nil)
            #expect(first.power?.source == .battery)
            #expect(first.thermal == .nominal)
            #expect(first.busy(BusyPolicy()) == [])
            try machine.write("proc/stat", "cpu  812545 1203 254321 9123656 12034 0 8123 0 0 0\n")
            try machine.write("pause", "until resumed\n")
            let second = sampler.sample(at: after(2), servers: servers)
            #expect(second.cpu == CPUReading(ours: 0, foreign: 0.5))
            #expect(second.foreignLoad == 0.5)
            #expect(second.busy(BusyPolicy()) == [BusyFlag(cause: .owner)])
        }

        @Test func `what changes slowly is looked at seldom`() throws {
            let machine = try Machine("laptop")
            var sampler = sampler(machine)
            _ = sampler.sample(at: after(0), servers: .init())
            try machine.write("sys/class/power_supply/AC/online", "1\n")
            #expect(sampler.sample(at: after(8), servers: .init()).power?.source == .battery)
            #expect(sampler.sample(at: after(10), servers: .init()).power?.source == .mains)
        }

        /// Years in both directions: the pause ends by the calendar, and nothing else asks it.
        @Test(arguments: [-10.0, -0.001, 0.001, 10])
        func `a clock that is set changes when a pause ends, and nothing else`(years: Double) throws {
            let machine = try Machine("laptop")
            try machine.write("pause", "until 1790100600\n")
            var (sampler, still) = (sampler(machine), sampler(machine))
            for _ in 0..<2 {
                (_, _) = (sampler.sample(at: after(0), servers: .init()), still.sample(at: after(0), servers: .init()))
            }
            try machine.write("proc/stat", "cpu  812545 1203 254321 9123656 12034 0 8123 0 0 0\n")
            let jumped = after(2, wall: 1_790_100_000 + Int64(years * 365 * 86_400))
            let (moved, stood) = (
                sampler.sample(at: jumped, servers: .init()), still.sample(at: after(2), servers: .init())
            )
            #expect(moved.ownerPause == (years < 0) && stood.ownerPause == true)
            #expect(moved.cpu == stood.cpu && moved.memory == stood.memory && moved.heat == stood.heat)
            #expect(moved.power?.charge == stood.power?.charge && moved.cpu?.foreign == 0.5)
            #expect(moved.ownerIdle.map { $0 >= .zero } != false)
            // Every pace is kept: what was due is due.
            try machine.write("sys/class/power_supply/AC/online", "1\n")
            let later = after(10, wall: 1_790_100_000 + Int64(years * 365 * 86_400))
            #expect(sampler.sample(at: later, servers: .init()).power?.source == .mains)
        }

        @Test func `a machine that tells nothing is unknown, not idle, cool and free`() throws {
            let machine = try Machine()
            var sampler = sampler(machine)
            _ = sampler.sample(at: after(0), servers: .init())
            let snapshot = sampler.sample(at: after(60), servers: .init())
            #expect(snapshot.cpu == nil && snapshot.memory == nil && snapshot.gpus == nil && snapshot.power == nil)
            #expect(snapshot.thermal == nil && snapshot.foreignLoad == nil)
            #expect(snapshot.camera == nil && snapshot.microphone == nil && snapshot.ownerIdle == nil)
            #expect(snapshot.mainMemory == nil && snapshot.graphicsMemory == nil)
        }

        /// Every file of every machine in turn, spoiled in each way: nothing crashes, and every number can be sent.
        @Test(arguments: Machine.names) func `no file can spoil more than what it tells`(name: String) throws {
            let machine = try Machine(name)
            var sampler = sampler(machine)
            var time = 0.0
            let servers = Sampler.Servers(processes: [2100], rest: false)
            for file in machine.files {
                for spoiled in Self.spoils {
                    try machine.write(file, spoiled)
                    for _ in 0..<2 {
                        time += 400
                        check(sampler.sample(at: after(time), servers: servers), file)
                    }
                    check(Snapshot.withHardware(of: machine), file)
                }
                try machine.write(file, "")
            }
        }

        private static let spoils = [
            "", "-1", "9223372036854775807", "18446744073709551615", "nan",
            "cpu  18446744073709551615 18446744073709551615 18446744073709551615 18446744073709551615 1 1 1 1",
            "MemTotal: 9223372036854775807 kB\nMemAvailable: -1 kB\nSwapTotal: 1 kB\nSwapFree: 9223372036854775807 kB",
            "MemTotal: 1024 kB\nMemAvailable: 9 kB\nSwapTotal: 1 kB\nSwapFree: 2 kB",
            "some avg10=nan avg60=0\nfull avg10=inf avg60=0", ")))) ( R\u{FFFD}\0\0\0",
            String(repeating: "9 ", count: 40_000),
        ]

        private func check(_ snapshot: Snapshot, _ file: String) {
            var beat = Heartbeat(node: "a")
            snapshot.fill(&beat, policy: BusyPolicy())
            var shares: [Double?] = [
                beat.foreignLoad, snapshot.cpu?.ours, snapshot.power?.charge, snapshot.foreignGraphics,
            ]
            var numbers: [Double?] = [
                snapshot.memory?.swapRate?.value, snapshot.ownerIdle?.value, snapshot.mainMemory?.bandwidth?.value,
                snapshot.graphicsMemory?.bandwidth?.value,
            ]
            for gpu in snapshot.gpus ?? [] {
                shares += [gpu.use, gpu.ownUse]
                numbers.append(gpu.temperature)
            }
            let bytes: [ByteCount?] = [
                snapshot.memory?.total, snapshot.memory?.available, snapshot.memory?.swapUsed,
                snapshot.graphicsMemory?.total, snapshot.graphicsMemory?.free,
            ]
            let isSound =
                shares.allSatisfy { $0 == nil || (0...1).contains($0 ?? 0) }
                && numbers.allSatisfy { $0?.isFinite ?? true }
                && bytes.allSatisfy { ($0 ?? .zero) >= .zero }
            #expect(isSound, "\(file)")
        }
    }

    extension Snapshot {
        fileprivate static func withHardware(of machine: Machine) -> Snapshot {
            var snapshot = Snapshot()
            snapshot.hardware = .read(roots: machine.roots)
            return snapshot
        }
    }
#endif
