import Fleet
import Routing
import Simulation

/// The policies, and how one of them is run through one cell.
enum Contestant: String, CaseIterable {
    case random
    case roundRobin = "round robin"
    case leastConnections = "least conn."
    case shortestQueue = "shortest queue"
    case twoChoices = "two choices"
    case leastWait = "least exp. wait"
    case peer
    case herd
    case oracle

    func run(_ setting: Setting, seed: UInt64, policy: RoutingPolicy = Contestant.policy) -> Measures {
        let backends = setting.machines.map { VirtualBackend($0, setting.models) }
        switch self {
        case .random: return go(EarlyBound(setting, Random(chance: Chance(seed: seed &+ 7))), setting, seed, backends)
        case .roundRobin: return go(EarlyBound(setting, RoundRobin()), setting, seed, backends)
        case .leastConnections: return go(EarlyBound(setting, LeastConnections()), setting, seed, backends)
        case .shortestQueue: return go(EarlyBound(setting, ShortestQueue()), setting, seed, backends)
        case .twoChoices:
            return go(EarlyBound(setting, TwoChoices(chance: Chance(seed: seed &+ 9))), setting, seed, backends)
        case .leastWait: return go(EarlyBound(setting, LeastExpectedWait()), setting, seed, backends)
        case .peer: return go(Peer(setting), setting, seed, backends)
        case .herd: return go(ProductionScheme(setting, policy: policy), setting, seed, backends)
        case .oracle:
            return go(Oracle(setting, backends, Self.jobs(setting, seed)), setting, seed, backends)
        }
    }

    private func go<S: Scheme>(_ scheme: S, _ setting: Setting, _ seed: UInt64, _ backends: [VirtualBackend])
        -> Measures
    {
        let world = World(setting, scheme: scheme, seed: seed, backends: backends, isChecked: false)
        world.run()
        return Measures.of(world)
    }

    /// The same jobs the world will draw.
    static func jobs(_ setting: Setting, _ seed: UInt64) -> [Job] {
        var chance = Chance(seed: seed)
        var traffic = chance.fork()
        return setting.traffic.jobs(setting.jobCount, &traffic).map(\.job)
    }

    /// Nobody is refused here, so nobody is compared on fewer requests.
    static let policy: RoutingPolicy = {
        var policy = RoutingPolicy()
        policy.waitMax = Seconds(1e7)
        policy.laneLengthMax = 1_000_000
        policy.ticketsMax = 1_000_000
        policy.clientShareMax = 1
        BenchRouting.options.apply(to: &policy)
        return policy
    }()

    /// Requests per second with everything waiting at once: the best of those who bind late or look ahead.
    static func capacity(_ cell: Cell) -> Double {
        let setting = cell.backlog(jobs: 300)
        let backends = setting.machines.map { VirtualBackend($0, setting.models) }
        let oracle = Oracle(setting, backends, jobs(setting, 99), decodeWeight: 1)
        let world = World(setting, scheme: oracle, seed: 99, backends: backends, isChecked: false)
        world.run()
        let ends = world.progress.compactMap(\.endedAt).sorted()
        guard ends.count == 300 else { return 0.1 }
        return 180 / (ends[239] - ends[59]).value
    }
}
