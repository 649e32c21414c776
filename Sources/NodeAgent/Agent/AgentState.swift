import Dialects
import Fleet
import HTTPEngine

/// All that the agent knows at one moment, and what it would say of it. A value with one owner, the agent's desk.
struct AgentState: Sendable {
    enum Phase: Sendable {
        case serving
        /// No new requests; what runs comes to its end.
        case draining
        case leaving
    }

    let options: AgentOptions
    let identity: NodeIdentity
    /// Tells this run of the agent from every other.
    let run: UInt64
    var phase = Phase.serving
    var book = ServerBook()
    /// Places where nobody has looked yet. Until all were, what runs here is unknown, and an agent that was started again does not
    /// tell its router that nothing does.
    var unseen: Set<Endpoint>
    var snapshot = Snapshot()
    private var sleep = SleepNotice()
    /// How often the machine woke up from sleep: whoever remembers another number begins anew.
    private(set) var wakings = 0
    var standing = Standing.starting
    var search: RouterSearch
    /// Why routers on the local network cannot be seen.
    var discoveryFault: String?
    /// How the router sees us, once it has said so.
    var welcome: RouterAnswer?
    private var sequence: UInt64 = 0

    init(
        _ options: AgentOptions,
        _ identity: NodeIdentity,
        remembered: RememberedRouter? = nil,
        run: UInt64,
        at now: Instant
    ) {
        self.options = options
        self.identity = identity
        self.run = run
        unseen = Set(options.places)
        search = RouterSearch(
            named: options.router,
            remembered: remembered,
            usual: options.usualRouter,
            fleet: options.fleet,
            at: now
        )
    }

    /// To be told the time, of a clock that goes on during sleep, every second or so. How long it slept, if it just woke up.
    mutating func look(at time: Instant) -> Seconds? {
        guard let slept = sleep.look(at: time) else { return nil }
        wakings += 1
        snapshot.age()
        return slept
    }

    /// The whole next heartbeat, but for the ways to the backends.
    mutating func nextBeat() -> Heartbeat {
        sequence += 1
        var beat = Heartbeat(node: options.name)
        beat.run = run
        beat.sequence = sequence
        beat.isDraining = phase == .serving ? nil : true
        beat.isLeaving = phase == .leaving ? true : nil
        snapshot.fill(&beat, policy: options.policy)
        beat.mindsHabits = options.mindsHabits ? nil : false
        if !options.labels.isEmpty { beat.labels = options.labels }
        if !unseen.isEmpty { return beat }
        let memory = snapshot.graphicsMemory ?? snapshot.mainMemory
        beat.backends = servers.map { server in
            var report = server.report
            memory?.fill(&report)
            return report
        }
        return beat
    }

    /// What is told to the router: all that was found but the router itself, which speaks like a server and may be on a port where
    /// those usually are.
    var servers: [ServerBook.Server] {
        guard welcome?.isSameMachine == true, let router = search.current?.endpoint else { return book.servers }
        return book.servers.filter {
            $0.endpoint.port != router.port || !SocketAddress.isLoopback($0.endpoint.host)
        }
    }

    /// How the router gets to the servers here.
    func situation(localHost: String?) -> Reach.Situation {
        Reach.Situation(
            isSameMachine: welcome?.isSameMachine ?? false,
            localHost: localHost,
            address: options.address,
            relaysAlways: options.relaysAlways
        )
    }

    /// What the router gives a key for: the relay knows the server by it.
    func relayKey(of backend: String) -> String { "\(identity.relayKey)-\(backend)" }

    /// The same from run to run, so that the router knows the way again: one of the ports that are nobody's.
    var relayPort: Int {
        options.relayPort ?? 49_152 + (Int(identity.id.prefix(4), radix: 16) ?? 0) % 16_384
    }

    // MARK: For the owner

    /// For `herd-node status`. Without figures that change all the time: it is written when it changes.
    var shown: JSONObject {
        var object: JSONObject = [
            "name": .string(options.name), "id": .string(identity.id), "fleet": .string(options.fleet),
            "router": search.current.map { .string("\($0.endpoint)") } ?? .null,
            "state": .string(phase == .serving ? standing.word : "leaving"),
        ]
        switch standing {
        case .starting: break
        case .joined(let name): object["node"] = .string(name)
        case .looking(let reason), .refused(let reason): object["reason"] = .string(reason)
        }
        object["busy"] = snapshot.busy(options.policy).map { flags in
            .array(flags.compactMap { flag in BusyFlag.Cause.words.first { $0.1 == flag.cause } }.map { .string($0.0) })
        }
        object["servers"] = .array(
            book.servers.map { server in
                [
                    "name": .string(server.report.name), "kind": .string(server.report.kind.rawValue),
                    "address": .string(server.endpoint.description), "reachable": .bool(server.silentSince == nil),
                    "models": .number(JSONNumber(server.report.models?.count ?? 0)),
                ]
            }
        )
        return object
    }
}
