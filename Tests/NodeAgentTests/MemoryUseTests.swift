#if os(Linux)
    import Fleet
    import Testing

    @testable import NodeAgent

    @Suite struct MemoryUseTests {
        @Test(arguments: [
            ("laptop", 32_594_612, 19_876_540), ("desktop", 65_706_240, 52_345_678), ("board", 8_245_952, 7_345_678),
        ])
        func `total and available are the kernel's`(name: String, total: Int, available: Int) throws {
            var memory = MemoryUse(roots: try Machine(name).roots)
            let readingSeen = memory.sample(at: after(0))
            let reading = try #require(readingSeen)
            #expect(reading.total == ByteCount(Int64(total) * 1024))
            #expect(reading.available == ByteCount(Int64(available) * 1024))
            #expect(reading.pressure == .normal)
        }

        @Test func `a container's limit is its memory`() throws {
            var memory = MemoryUse(roots: try Machine("container").roots)
            let readingSeen = memory.sample(at: after(0))
            let reading = try #require(readingSeen)
            #expect(reading.total == ByteCount(8_589_934_592))
            // 3 GiB are used, of which 1 GiB is cache that can go.
            #expect(reading.available == ByteCount(6 << 30))
        }

        @Test func `swapping is told as a rate`() throws {
            let machine = try Machine("laptop")
            var memory = MemoryUse(roots: machine.roots)
            #expect(memory.sample(at: after(0))?.swapRate == nil)
            try machine.write("proc/vmstat", "pswpin 1100\npswpout 2100\n")
            let reading = memory.sample(at: after(2))
            #expect(reading?.swapRate == BytesPerSecond(100 * 4096))
            #expect(reading?.swapUsed == ByteCount((8_388_604 - 7_340_028) * 1024))
        }

        @Test func `tasks that wait for memory are a warning, all of them waiting is critical`() throws {
            let machine = try Machine("laptop")
            var memory = MemoryUse(roots: machine.roots)
            func stall(_ some: Double, _ full: Double) throws -> MemoryPressure? {
                let lines =
                    "some avg10=\(some) avg60=0.0 avg300=0.0 total=1\nfull avg10=\(full) avg60=0.0 avg300=0.0 total=1\n"
                try machine.write("proc/pressure/memory", lines)
                return memory.sample(at: after(0))?.pressure
            }
            #expect(try stall(9.9, 0) == .normal)
            #expect(try stall(10, 0) == .warning)
            #expect(try stall(8, 0) == .warning, "it does not flicker at its limit")
            #expect(try stall(6, 0) == .normal)
            #expect(try stall(60, 12) == .critical)
            #expect(try stall(60, 8) == .critical)
            #expect(try stall(0, 0) == .normal)
        }

        @Test func `without the kernel's count the rest of the memory decides`() throws {
            let machine = try Machine("board")
            var memory = MemoryUse(roots: machine.roots)
            try machine.write("proc/meminfo", "MemTotal: 1000000 kB\nMemAvailable: 50000 kB\n")
            #expect(memory.sample(at: after(0))?.pressure == .warning)
            try machine.write("proc/meminfo", "MemTotal: 1000000 kB\nMemAvailable: 19000 kB\n")
            #expect(memory.sample(at: after(2))?.pressure == .critical)
        }

        @Test func `old kernels do not estimate what is available`() throws {
            let machine = try Machine("board")
            try machine.write("proc/meminfo", "MemTotal: 1000 kB\nMemFree: 100 kB\nBuffers: 50 kB\nCached: 200 kB\n")
            var memory = MemoryUse(roots: machine.roots)
            #expect(memory.sample(at: after(0))?.available == ByteCount(350 * 1024))
        }

        @Test(arguments: [
            "", "MemTotal:", "MemTotal: kB", "MemTotal: -5 kB", "MemTotal: 0 kB", "MemTotal: 99999999999999999999 kB",
            "MemTotal: 9223372036854775807 kB", "\0\0\0", "MemAvailable: 12 kB",
        ])
        func `a spoiled table is unknown`(text: String) throws {
            let machine = try Machine("board")
            try machine.write("proc/meminfo", text)
            var memory = MemoryUse(roots: machine.roots)
            #expect(memory.sample(at: after(0)) == nil)
        }

        @Test func `more available than there is, is all of it`() throws {
            let machine = try Machine("board")
            try machine.write("proc/meminfo", "MemTotal: 1000 kB\nMemAvailable: 2000 kB\n")
            var memory = MemoryUse(roots: machine.roots)
            #expect(memory.sample(at: after(0))?.available == ByteCount(1_024_000))
        }
    }
#endif
