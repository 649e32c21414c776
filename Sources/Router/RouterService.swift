import Discovery
import Fleet
package import HTTPEngine
import Routing
package import Telemetry

/// The running router: loops, server and backends, from start to stop.
package final class RouterService: Sendable {
    package let server: Server
    package let desk: Desk
    private let options: RouterOptions
    private let group: LoopGroup
    private let log: Logger
    private let probes: ProbeRound?
    private let keeping: Keeping?
    private let enrolment: Enrolment
    private let announcer: Announcer?
    private let roster: BackendRoster
    private let holds: NodeHolds

    /// Opens what is kept, and throws where that is another's.
    ///
    /// - Parameter system: with calls that a test makes fail.
    package init(_ options: RouterOptions, log: Logger, system: SystemCalls = SystemCalls()) throws {
        SystemCalls.raiseDescriptorLimit()
        var options = options
        let keeping = try options.dataDir.map {
            try Keeping(in: $0, rowsPerSecondMax: options.rowsPerSecondMax, log: log)
        }
        let group = try LoopGroup(count: options.loops, system: system)
        // Tells this process from every other router in a chain, so that a request that comes round is noticed.
        let pseudonym = "herd-\(String(UInt32.random(in: .min ... .max), radix: 16))"
        options.server.pseudonym = Array(pseudonym.utf8)
        let resolver = Resolver(interval: options.upstream.resolveInterval, trust: options.trust)
        let table = BackendTable(
            on: group,
            resolver: resolver,
            options: options.upstream,
            credentials: options.credentials
        )
        let loader = ModelLoader(by: resolver, on: group.loops[0])
        let desk = Desk(
            Dispatcher(
                policy: options.policy,
                fleet: FleetState(policy: options.fleet),
                aliases: options.aliases
            ),
            table,
            loader,
            on: group.loops[0],
            receiptsKept: options.receiptsKept
        )
        let listed = ListedBackends()
        let probes = options.probeInterval.map { interval in
            ProbeRound(
                for: desk,
                listed,
                by: resolver,
                on: group,
                every: LoopSpan(interval),
                via: pseudonym,
                log: log.named("probe")
            )
        }
        let enrolment = Enrolment(keeping, policy: NodeRegistry.Policy(options), log: log.named("fleet"))
        let holds = NodeHolds(desk, keeping, log: log.named("fleet"))
        let roster = BackendRoster(
            options,
            desk: desk,
            table: table,
            listed: listed,
            resolver: resolver,
            probes: probes,
            holds: holds,
            enrolment: enrolment,
            keeping: keeping,
            log: log.named("fleet")
        )
        let backends = KnownBackends(
            roster: roster,
            listed: listed,
            desk: desk,
            table: table
        )
        let forwarder = Forwarder(replayMax: options.replayMax)
        let gateway = Gateway(
            guardian: PageGuard(origins: options.origins),
            forwarder: forwarder,
            inference: InferenceHandler(
                desk: desk,
                loader: loader,
                bodyMax: Int(clamping: options.server.bodyMax),
                defaultModel: options.defaultModel,
                signs: WaitingSign.Terms(options)
            ),
            models: ModelHandler(OllamaRelay(backends: backends, forwarder: forwarder), by: resolver, options),
            backends: backends,
            fleet: FleetPages(
                desk: desk,
                enrolment: enrolment,
                holds: holds,
                resolver: resolver,
                fleet: options.fleetName,
                beatInterval: options.beatInterval,
                acceptsForeignAddresses: options.acceptsForeignAddresses
            ),
            orders: FleetOrderPages(
                desk: desk,
                roster: roster,
                holds: holds,
                enrolment: enrolment,
                key: options.operatorKey
            ),
            status: StatusPage(desk: desk, roster: roster, keeping: keeping, options),
            metrics: RouterMetrics(group: group, routing: RoutingFigures(of: desk), keeping: keeping),
            keeping: keeping,
            log: log.named("gateway"),
            uploadMax: options.uploadMax
        )
        self.options = options
        self.keeping = keeping
        self.enrolment = enrolment
        announcer = options.isAnnounced ? Announcer(log: log.named("discovery")) : nil
        self.probes = probes
        self.roster = roster
        self.holds = holds
        self.desk = desk
        self.group = group
        self.log = log
        server = Server(on: group, options: options.server) { await gateway.handle($0) }
    }

    /// Listens on all addresses and answers which they are.
    package func start() async throws(StartError) -> [SocketAddress] {
        await keeping?.load(into: desk)
        await enrolment.load()
        await holds.load()
        await roster.load()
        var listening: [SocketAddress] = []
        let isExplicit = !options.hosts.isEmpty
        for host in isExplicit ? options.hosts : ["0.0.0.0", "::"] {
            // Port 0 takes a free one; the other addresses then share it.
            let port = options.port == 0 ? listening.first?.port ?? 0 : options.port
            do throws(StartError) {
                listening.append(try await listen(host, port))
            } catch {
                if case .noSuchAddress = error, !isExplicit, !listening.isEmpty { continue }
                throw error
            }
        }
        for address in listening { log.info("listening", ["address": .string("http://\(address)")]) }
        if let address = listening.first { await keeping?.announce("http://\(address.reachable)") }
        keeping?.startRound(for: desk, on: group.loops[0])
        roster.start()
        let card = RouterCard(version: options.version, id: enrolment.routerID, fleet: options.fleetName)
        announcer?.start(card, listening: listening)
        return listening
    }

    private func listen(_ host: String, _ port: Int) async throws(StartError) -> SocketAddress {
        let addresses: [SocketAddress]
        do throws(ResolveError) {
            addresses = try SocketAddress.resolve(host, port: port, isListening: true)
        } catch {
            throw .noSuchAddress(error.description)
        }
        guard let address = addresses.first else { throw .noSuchAddress("\(host) has no address") }
        do throws(SystemError) {
            return try await server.listen(on: address)
        } catch {
            if error.isAddressInUse { throw .portInUse(port, by: await PortOwner.describe(address)) }
            if error.isPermissionDenied { throw .notAllowed(port) }
            if error.isAddressUnavailable { throw .noSuchAddress("\(host) is not an address of this machine") }
            throw .failed(error.description)
        }
    }

    /// Lets what runs come to its end; answers whether everything did within the deadline.
    package func stop() async -> Bool {
        log.info("stopping", ["connections": .int(server.connectionCount)])
        announcer?.stop()
        probes?.stop()
        let isComplete = await server.stop()
        await keeping?.close()
        if isComplete {
            log.info("stopped")
        } else {
            log.warning("stopped; requests that did not end in time were cut off (stop-deadline)")
        }
        return isComplete
    }

    package func statistics() async -> LoopStatistics {
        await group.statistics()
    }

    /// Ends the loops' threads; only after `stop`, for a process that goes on.
    package func end() {
        group.stop()
    }
}

extension NodeRegistry.Policy {
    fileprivate init(_ options: RouterOptions) {
        rule = options.enrolment
        retention = options.nodeRetention.components.seconds
    }
}

extension SocketAddress {
    /// As programs on this machine reach it: what listens on every address has none of its own.
    fileprivate var reachable: SocketAddress {
        let everywhere = ["0.0.0.0": "127.0.0.1", "::": "::1"]
        return everywhere[host].flatMap { try? SocketAddress.resolve($0, port: port).first } ?? self
    }
}

/// Why the router could not start, in words that say what to do.
package enum StartError: Error, Equatable, Sendable, CustomStringConvertible {
    case portInUse(Int, by: String)
    case notAllowed(Int)
    case noSuchAddress(String)
    case failed(String)

    package var description: String {
        switch self {
        case .portInUse(let port, let owner): "port \(port) is in use by \(owner): choose another with --port"
        case .notAllowed(let port):
            "port \(port) needs more rights than this user has: choose one above 1023 with --port"
        case .noSuchAddress(let reason): "cannot listen: \(reason): choose another with --host"
        case .failed(let reason): "cannot listen: \(reason)"
        }
    }
}
