package import Fleet

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// How the machine's processors were used lately: shares of all of them together, 0…1.
package struct CPUReading: Equatable, Sendable {
    /// By the inference servers with their children, and by this agent.
    package var ours: Double
    /// By everybody else. On a virtual machine also what its host took away.
    package var foreign: Double
}

/// Splits the use of the processors into ours and foreign.
///
/// Two looks are compared, so the first tells nothing. A process is known by its number and its start: when a number is
/// given to another program, that one's time is not ours.
package struct CPULoad: Sensor {
    /// Time on processors since the machine started, in seconds over all of them.
    struct MachineTime {
        var busy: Double
        var total: Double
    }

    struct ProcessTime {
        var process: ProcessKey
        var seconds: Double
        var isChild = false
    }

    static let processesMax = 512

    /// The inference servers. Their children are found.
    package var servers: [Int32] = []
    /// All that counted as ours at the last look.
    package private(set) var processes: Set<Int32> = []

    let roots: SystemRoots
    private let agent: Int32
    private var known: [Int32: ProcessKey] = [:]
    private var last: (machine: MachineTime, processes: [ProcessKey: Double])?
    private var ours: Decayed
    private var foreign: Decayed

    package init(roots: SystemRoots = .machine, halfLife: Seconds = 5, agent: Int32 = getpid()) {
        self.roots = roots
        self.agent = agent
        ours = Decayed(halfLife: halfLife)
        foreign = Decayed(halfLife: halfLife)
    }

    package mutating func sample(at moment: Moment) -> CPUReading? {
        guard let machine = machineTime() else {
            last = nil
            ours.forget()
            foreign.forget()
            return nil
        }
        let times = ownTimes()
        if let last { add(machine, times, since: last, at: moment.now) }
        last = (machine, Dictionary(times.map { ($0.process, $0.seconds) }, uniquingKeysWith: max))
        processes = Set(times.map(\.process.id))
        guard let ours = ours.value, let foreign = foreign.value else { return nil }
        return CPUReading(ours: ours, foreign: foreign)
    }

    private mutating func add(
        _ machine: MachineTime,
        _ times: [ProcessTime],
        since last: (machine: MachineTime, processes: [ProcessKey: Double]),
        at now: Instant
    ) {
        // Counters that went back (a processor was taken away, waking from sleep) say nothing about this interval.
        let total = machine.total - last.machine.total
        let busy = machine.busy - last.machine.busy
        guard total > 0, busy >= 0, total.isFinite, busy.isFinite else { return }
        let used = times.reduce(0) { $0 + Self.used($1, since: last.processes) }
        let ourShare = min(Plausible.share(used, of: total), Plausible.share(busy, of: total))
        ours.add(ourShare, at: now)
        foreign.add(Plausible.share(busy, of: total) - ourShare, at: now)
    }

    /// A child that was not there before began since; a server that is new to us may have worked for days.
    private static func used(_ time: ProcessTime, since last: [ProcessKey: Double]) -> Double {
        let before = last[time.process] ?? (time.isChild ? 0 : time.seconds)
        return max(time.seconds - before, 0)
    }

    private mutating func ownTimes() -> [ProcessTime] {
        known = known.filter { servers.contains($0.key) }
        var times: [ProcessTime] = []
        for id in servers + [agent] where times.count < Self.processesMax {
            guard let server = processTime(id), known[id, default: server.process] == server.process else { continue }
            known[id] = server.process
            addFamily(of: server, to: &times)
        }
        return times
    }

    private func addFamily(of server: ProcessTime, to times: inout [ProcessTime]) {
        // The children of a server that is new to us are not new either.
        let isKnown = last?.processes[server.process] != nil
        var waiting = [server]
        while let next = waiting.popLast(), times.count < Self.processesMax {
            guard !times.contains(where: { $0.process == next.process }) else { continue }
            times.append(next)
            for child in children(of: next.process.id) {
                guard var time = processTime(child) else { continue }
                time.isChild = isKnown
                waiting.append(time)
            }
        }
    }
}

/// A process for as long as it lives: numbers are used again, a number with its start is not.
package struct ProcessKey: Hashable, Sendable {
    package var id: Int32
    package var start: UInt64
}
