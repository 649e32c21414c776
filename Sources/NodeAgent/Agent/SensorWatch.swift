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
        private let options: Sampler.Options
        private let hardware: HardwareClass
        private var sampler: Sampler
        /// As of the sampler's first look.
        private var wakings = 0
        private var ports: Set<Int> = []
        private var servers = Sampler.Servers()
        private var lookedAt = Instant.distantPast

        init(_ options: Sampler.Options, _ watch: SensorWatch) {
            var options = options
            options.pauseFile = watch.folder.pauseFile
            desk = watch.desk
            self.options = options
            hardware = watch.hardware(options.roots)
            sampler = Sampler(options: options, hardware: hardware)
        }

        func sample() async {
            let (wakingsNow, shares) = await desk.loop.ask { [desk] in
                (desk.noticeSleep(), desk.state.book.shares)
            }
            let now = AgentDesk.now
            if wakingsNow != wakings {
                // Nothing is compared with what was before a sleep, and everything is looked at now.
                (wakings, lookedAt) = (wakingsNow, .distantPast)
                sampler = Sampler(options: options, hardware: hardware)
            }
            if shares.ports != ports || now - lookedAt >= SensorWatch.processesLast {
                (ports, lookedAt) = (shares.ports, now)
                servers.processes = ListeningProcesses.ids(onPorts: ports, roots: options.roots)
            }
            servers.rest = shares.rest
            let seconds = SystemTime().wallTime.seconds
            let wall = Fleet.WallTime(
                secondsSince1970: seconds,
                offsetFromUTC: OwnersClock.offsetFromUTC(at: seconds)
            )
            let snapshot = sampler.sample(at: Moment(now: now, wall: wall), servers: servers)
            desk.loop.post { [desk, wakings] in
                if desk.state.wakings == wakings { desk.take(snapshot) }
            }
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
