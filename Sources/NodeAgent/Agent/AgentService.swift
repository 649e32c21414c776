import Configuration
import Discovery
import Fleet
import HTTPEngine
package import Telemetry

/// The running agent: its loop, its sensors' thread, its relay, from start to stop.
package final class AgentService: Sendable {
    /// How long a stop waits for the router to take a word.
    private static let patience = LoopSpan(.seconds(3))

    private let options: AgentOptions
    private let log: Logger
    private let folder: AgentFolder
    /// Held until the program ends.
    private let lock: DataFolder
    private let group: LoopGroup
    private let sensing: LoopGroup
    private let desk: AgentDesk
    private let relay: BackendRelay
    private let resolver: Resolver
    private let drained: Bell
    private let left: Bell
    private let ollama: OllamaKeeper?
    private let directory = Locked<(any ServiceDirectory)?>(nil)

    /// Takes the data folder, and throws where that is another's or cannot be used.
    package init(_ options: AgentOptions, log: Logger) throws {
        SystemCalls.raiseDescriptorLimit()
        self.options = options
        self.log = log
        lock = try DataFolder(options.dataDir)
        folder = AgentFolder(options.dataDir)
        var chance = SystemRandomNumberGenerator()
        let identity = try folder.identity(using: &chance)
        group = try LoopGroup(count: 1)
        sensing = try LoopGroup(count: 1)
        let loop = group.loops[0]
        resolver = Resolver(interval: .seconds(30), trust: options.trust)
        relay = BackendRelay(on: group, by: resolver, stopDeadline: options.stopDeadline)
        desk = AgentDesk(
            AgentState(
                options,
                identity,
                remembered: folder.router,
                run: .random(in: 1..<1 << 52, using: &chance),
                at: AgentDesk.now
            ),
            in: folder,
            on: loop,
            writer: sensing.loops[0],
            log: log.named("agent")
        )
        ollama = options.ollama.map { [desk, sensing] place in
            OllamaKeeper(at: place, for: desk, in: options.dataDir, on: sensing.loops[0], log: log.named("ollama"))
        }
        drained = Bell(on: loop)
        left = Bell(on: loop)
    }

    package func start() {
        log.info(
            "agent",
            ["name": .string(options.name), "fleet": .string(options.fleet), "data": .string(options.dataDir)]
        )
        let watch = RouterWatch(for: desk, log: log.named("router"))
        directory.withLock { $0 = watch.start() }
        SensorWatch(for: desk, in: folder, on: sensing.loops[0]).start(options.sensors)
        group.loops[0].spawn { [desk] in await desk.watchForSleep() }
        ollama?.start()
        ServerWatch(for: desk, by: resolver, every: options.lookInterval).start(at: options.places)
        group.loops[0].spawn { [desk, relay, resolver, log, drained, left] in
            let talk = RouterTalk(for: desk, relay: relay, by: resolver, log: log.named("router"))
            await talk.run { phase in
                if phase != .serving { drained.ring() }
                if phase == .leaving { left.ring() }
            }
        }
    }

    /// Asks for no more work, lets what runs through the relay come to its end, and says goodbye. Answers whether everything
    /// ended within the deadline.
    package func stop() async -> Bool {
        log.info("stopping")
        await enter(.draining, until: drained)
        let isComplete = await relay.stop()
        await enter(.leaving, until: left)
        await ollama?.stop(within: Self.patience)
        if isComplete {
            log.info("stopped")
        } else {
            log.warning("stopped; requests that did not end in time were cut off (stop-deadline)")
        }
        directory.withLock { $0.take() }?.stop()
        folder.removeStatus()
        return isComplete
    }

    private func enter(_ phase: AgentState.Phase, until bell: Bell) async {
        let loop = group.loops[0]
        await loop.run { [desk] in
            desk.state.phase = phase
            desk.bell.ring()
            await bell.wait(for: Self.patience)
        }
    }
}
