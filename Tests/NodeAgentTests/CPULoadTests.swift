#if os(Linux)
    import Fleet
    import Testing

    @testable import NodeAgent

    @Suite struct CPULoadTests {
        /// On the laptop 2100 is a server with the child 2180, and 3001 is a browser.
        private let machine: Machine
        private var load: CPULoad

        init() throws {
            machine = try Machine("laptop")
            load = CPULoad(roots: machine.roots, agent: 999_999)
            load.servers = [2100]
        }

        private func use(busy: Int, idle: Int) throws {
            try machine.write(
                "proc/stat",
                "cpu  \(812_345 + busy) 1203 254321 \(9_123_456 + idle) 12034 0 8123 0 0 0\n"
            )
        }

        private func runner(ticks: Int, start: Int = 198_765) throws {
            let stat =
                "2180 (ollama) runner) S 2100 2100 2100 0 -1 4194304 345678 0 2 0 \(20_000 + ticks) 1000 0 0 20 0 24 0 "
            try machine.write("proc/2180/stat", stat + "\(start) 8571234304 1234567 18446744073709551615\n")
        }

        @Test mutating func `the first look knows nothing`() {
            #expect(load.sample(at: after(0)) == nil)
            #expect(load.processes == [2100, 2180])
        }

        @Test mutating func `a server's children are ours, the rest is foreign`() throws {
            _ = load.sample(at: after(0))
            try use(busy: 200, idle: 200)
            try runner(ticks: 100)
            #expect(load.sample(at: after(2)) == CPUReading(ours: 0.25, foreign: 0.25))
        }

        @Test mutating func `what a server did before we knew it is not of now`() throws {
            load.servers = []
            _ = load.sample(at: after(0))
            load.servers = [2100]
            try use(busy: 200, idle: 200)
            #expect(load.sample(at: after(2)) == CPUReading(ours: 0, foreign: 0.5))
        }

        @Test mutating func `a child that was born between two looks counts in full`() throws {
            try machine.write("proc/2100/task/2107/children", "")
            _ = load.sample(at: after(0))
            try machine.write("proc/2100/task/2107/children", "2180 ")
            try machine.write(
                "proc/2180/stat",
                "2180 (runner) R 2100 1 1 0 -1 0 0 0 0 0 60 40 0 0 20 0 24 0 198765 8571234304 1 1\n"
            )
            try use(busy: 100, idle: 300)
            #expect(load.sample(at: after(2)) == CPUReading(ours: 0.25, foreign: 0))
        }

        @Test mutating func `a number that was given to another program is not ours`() throws {
            load.servers = [2180]
            _ = load.sample(at: after(0))
            try runner(ticks: 100, start: 300_000)
            try use(busy: 100, idle: 300)
            #expect(load.sample(at: after(2)) == CPUReading(ours: 0, foreign: 0.25))
            #expect(load.processes.isEmpty)
        }

        @Test mutating func `after a peak half of it is forgotten in each half-life`() throws {
            _ = load.sample(at: after(0))
            try use(busy: 400, idle: 0)
            #expect(load.sample(at: after(5))?.foreign == 1)
            try use(busy: 400, idle: 400)
            #expect(load.sample(at: after(10))?.foreign == 0.5)
        }

        @Test mutating func `counters that go back say nothing`() throws {
            _ = load.sample(at: after(0))
            try use(busy: 100, idle: 300)
            _ = load.sample(at: after(2))
            try use(busy: 0, idle: 0)
            #expect(load.sample(at: after(4))?.foreign == 0.25)
        }

        @Test(arguments: ["", "cpu", "cpu  1 2 3", "cpu  a b c d e", "intr 1 2 3 4 5", "cpu  -1 -2 -3 -4 -5"])
        mutating func `a spoiled counter is unknown`(text: String) throws {
            _ = load.sample(at: after(0))
            try machine.write("proc/stat", text)
            #expect(load.sample(at: after(2)) == nil)
        }

        @Test mutating func `a process table that loops ends`() throws {
            try machine.write("proc/2180/task/2180/children", "2100 2180 1 ")
            _ = load.sample(at: after(0))
            #expect(load.processes.isSuperset(of: [2100, 2180]))
        }

        @Test func `the listener of a port is found, a caller of it is not`() {
            #expect(ListeningProcesses.ids(onPorts: [11434], roots: machine.roots) == [2100])
            #expect(ListeningProcesses.ids(onPorts: [11434, 41394], roots: machine.roots) == [2100, 2180])
            #expect(ListeningProcesses.ids(onPorts: [8080], roots: machine.roots) == [])
        }
    }
#endif
