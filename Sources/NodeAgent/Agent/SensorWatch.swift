import Fleet
import HTTPEngine
import Telemetry

/// Samples the machine on a thread of its own, where a slow driver or a sleeping disk holds up nobody.
final class SensorWatch: Sendable {
    private static let interval = LoopSpan(.seconds(1))
    /// Whose ports they are is looked up again: servers start children and are restarted.
    private static let processesLast: Seconds = 60

    private let desk: AgentDesk
    private let folder: AgentFolder
    private let loop: EventLoop

    init(for desk: AgentDesk, in folder: AgentFolder, on loop: EventLoop) {
        self.desk = desk
        self.folder = folder
        self.loop = loop
    }

    func start(_ options: Sampler.Options) {
        loop.spawn {
            let round = Round(options, self)
            while true {
                await round.sample()
                await self.loop.sleep(for: Self.interval)
            }
        }
    }

    /// What one look leaves to the next.
    ///
    /// An object: as variables of a loop the optimizer would try to move each of the sampler's parts out of it, and not end.
    private final class Round {
        private let desk: AgentDesk
        private let roots: SystemRoots
        private var sampler: Sampler
        private var ports: Set<Int> = []
        private var servers = Sampler.Servers()
        private var lookedAt = Instant.distantPast

        init(_ options: Sampler.Options, _ watch: SensorWatch) {
            var options = options
            options.pauseFile = watch.folder.pauseFile
            desk = watch.desk
            roots = options.roots
            sampler = Sampler(options: options, hardware: watch.hardware(options.roots))
        }

        func sample() async {
            let now = AgentDesk.now
            let (portsNow, rest) = await desk.loop.ask { [desk] in desk.state.book.shares }
            if portsNow != ports || now - lookedAt >= SensorWatch.processesLast {
                (ports, lookedAt) = (portsNow, now)
                servers.processes = ListeningProcesses.ids(onPorts: ports, roots: roots)
            }
            servers.rest = rest
            let seconds = SystemTime().wallTime.seconds
            let wall = Fleet.WallTime(
                secondsSince1970: seconds,
                offsetFromUTC: OwnersClock.offsetFromUTC(at: seconds)
            )
            let snapshot = sampler.sample(at: Moment(now: now, wall: wall), servers: servers)
            desk.loop.post { [desk] in desk.take(snapshot) }
        }
    }

    /// What no table knows is measured once and kept.
    private func hardware(_ roots: SystemRoots) -> HardwareClass {
        var hardware = HardwareClass.read(roots: roots)
        if hardware.memoryBandwidth != nil { return hardware }
        hardware.memoryBandwidth = folder.memoryBandwidth(of: hardware.chip)
        if hardware.memoryBandwidth == nil,
            let measured = MemoryBandwidth.measure(processors: hardware.processors ?? 1, clock: { AgentDesk.now })
        {
            folder.remember(memoryBandwidth: measured, of: hardware.chip)
            hardware.memoryBandwidth = measured
        }
        return hardware
    }
}

extension ServerBook {
    /// On which ports of this machine they listen, and whether they rest.
    fileprivate var shares: (ports: Set<Int>, rest: Bool?) {
        (Set(servers.filter { SocketAddress.isLoopback($0.endpoint.host) }.map(\.endpoint.port)), rest)
    }
}
