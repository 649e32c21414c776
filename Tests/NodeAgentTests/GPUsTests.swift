#if os(Linux)
    import Fleet
    import Testing

    @testable import NodeAgent

    @Suite struct GPUsTests {
        private func gpus(_ machine: Machine) -> GPUs {
            GPUs(roots: machine.roots, nvidia: NvidiaGPUs(roots: machine.roots) { nil })
        }

        private let card = "sys/devices/pci0000:00/0000:03:00.0"

        @Test func `an AMD card tells use, memory and the place closest to its limit`() throws {
            var sensor = gpus(try Machine("desktop"))
            let readingsSeen = sensor.sample(at: after(0))
            let readings = try #require(readingsSeen)
            #expect(readings.map(\.bus) == ["0000:03:00.0", "0000:0e:00.0"])
            let reading = readings[0]
            #expect(reading.use == 0.37)
            #expect(reading.memoryTotal == ByteCount(25_753_026_560))
            #expect(reading.memoryFree == ByteCount(16_000_000_000))
            #expect(reading.bandwidth == .gigabytes(960))
            #expect(reading.temperature == 98)
            #expect(reading.thermal == .nominal)
        }

        @Test func `a processor's graphics use the machine's memory`() throws {
            var sensor = gpus(try Machine("desktop"))
            let readingSeen = sensor.sample(at: after(0))?.last
            let reading = try #require(readingSeen)
            #expect(reading.isUnified && reading.memoryTotal == nil && reading.memoryFree == nil)
        }

        @Test func `an AMD card at its limit is serious, before it switches itself off critical`() throws {
            let machine = try Machine("desktop")
            var sensor = gpus(machine)
            try machine.write("\(card)/hwmon/hwmon3/temp2_input", "110000\n")
            #expect(sensor.sample(at: after(0))?.first?.thermal == .serious)
            try machine.write("\(card)/hwmon/hwmon3/temp2_input", "113000\n")
            #expect(sensor.sample(at: after(2))?.first?.thermal == .critical)
        }

        @Test func `Intel's graphics tell how long they slept`() throws {
            let machine = try Machine("laptop")
            var sensor = gpus(machine)
            #expect(sensor.sample(at: after(0))?.last?.use == nil)
            try machine.write("sys/class/drm/card1/gt/gt0/rc6_residency_ms", "1001500\n")
            let readingSeen = sensor.sample(at: after(2))?.last
            let reading = try #require(readingSeen)
            #expect(reading.maker == .intel && reading.use == 0.25 && reading.isUnified)
            #expect(reading.thermal == .nominal)
            try machine.write("sys/class/drm/card1/gt/gt0/throttle_reason_thermal", "1\n")
            #expect(sensor.sample(at: after(4))?.last?.thermal == .serious)
        }

        @Test(arguments: [("server", 0), ("board", 0)])
        func `no graphics is an empty list`(name: String, count: Int) throws {
            var sensor = gpus(try Machine(name))
            #expect(sensor.sample(at: after(0))?.count == count)
        }

        @Test func `in a container nothing is known`() throws {
            var sensor = gpus(try Machine("container"))
            #expect(sensor.sample(at: after(0)) == nil)
        }

        @Test(arguments: ["-1", "101", "99999999999999999999", "", "busy"])
        func `absurd values are unknown`(text: String) throws {
            let machine = try Machine("desktop")
            for file in ["gpu_busy_percent", "mem_info_vram_used", "hwmon/hwmon3/temp2_input", "device"] {
                try machine.write("\(card)/\(file)", text)
            }
            var sensor = gpus(machine)
            let readingSeen = sensor.sample(at: after(0))?.first
            let reading = try #require(readingSeen)
            #expect(reading.use == nil && reading.bandwidth == nil)
            #expect(reading.temperature != 0.101)
            if text != "101" { #expect(reading.memoryFree == nil) }
        }
    }
#endif
