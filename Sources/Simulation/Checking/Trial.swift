import Fleet
import Routing

/// One seed: a fleet, users and troubles drawn from it, run through the production code and checked after every event.
package struct Trial: Sendable {
    package struct Report: Sendable {
        package let seed: UInt64
        package let setting: Setting
        package let fingerprint: UInt64
        package let events: Int
        package let problems: [String]
        package let outcomes: [String: Int]
        package let loads: Int
    }

    package let seed: UInt64
    package let jobCount: Int

    package init(seed: UInt64, jobCount: Int = 150) {
        self.seed = seed
        self.jobCount = jobCount
    }

    package func run() -> Report {
        var chance = Chance(seed: seed)
        let setting = Self.draw(&chance, jobCount)
        let backends = setting.machines.map { VirtualBackend($0, setting.models) }
        let scheme = ProductionScheme(setting, policy: Self.policy(&chance), isPreviewed: true)
        let world = World(setting, scheme: scheme, seed: chance.next(), backends: backends, isChecked: true)
        world.run()
        return Report(
            seed: seed,
            setting: setting,
            fingerprint: world.fingerprint.value,
            events: world.eventCount,
            problems: world.problems + Self.ending(world),
            outcomes: Self.count(world),
            loads: backends.reduce(0) { $0 + $1.loadCount }
        )
    }

    private static func ending(_ world: World<ProductionScheme>) -> [String] {
        var problems: [String] = []
        let open = world.progress.count { $0.outcome == nil }
        if open > 0 { problems.append("\(open) requests never ended") }
        let left = world.scheme.dispatcher.ticketCount
        if left > 0 { problems.append("\(left) tickets are left in the dispatcher") }
        return problems
    }

    private static func count(_ world: World<ProductionScheme>) -> [String: Int] {
        world.progress.reduce(into: [:]) { counts, one in
            let name =
                switch one.outcome {
                case .completed: "completed"
                case .failed: "failed"
                case .cancelled: "cancelled"
                case .refused: "refused"
                case .expired: "expired"
                case nil: "open"
                }
            counts[name, default: 0] += 1
        }
    }

    // MARK: - Drawing

    private static func policy(_ chance: inout Chance) -> RoutingPolicy {
        var policy = RoutingPolicy()
        policy.waitMax = Seconds(20 + 280 * chance.unit())
        if chance.happens(0.2) { policy.laneLengthMax = 3 + chance.below(20) }
        policy.attemptsMax = 1 + chance.below(4)
        return policy
    }

    private static func draw(_ chance: inout Chance, _ jobCount: Int) -> Setting {
        var setting = Setting()
        setting.jobCount = jobCount
        let modelCount = 1 + chance.below(5)
        setting.models = (0..<modelCount).compactMap { index in
            ModelName("model-\(index)").map { name in
                var model = ModelSpec(name: name, size: .gigabytes(2 + 18 * chance.unit()))
                model.advantage = chance.happens(0.2) ? 4 : 1
                return model
            }
        }
        setting.machines = (0..<(1 + chance.below(7))).map { machine($0, modelCount, &chance) }
        setting.traffic.work = Traffic.Work.allCases[chance.below(4)]
        setting.traffic.rate = 0.05 + 1.5 * chance.unit()
        setting.traffic.isBursty = chance.happens(0.3)
        setting.traffic.modelCount = modelCount
        setting.traffic.userLeaves = chance.happens(0.5) ? 0.2 * chance.unit() : 0
        setting.firstTokenMax = 20 + 100 * chance.unit()
        trouble(&setting.faults, &chance)
        return setting
    }

    private static func machine(_ index: Int, _ modelCount: Int, _ chance: inout Chance) -> MachineSpec {
        var machine = MachineSpec(
            name: "node-\(index)",
            speed: 5e10 * (0.5 + 15 * chance.unit() * chance.unit()),
            memory: .gigabytes(24 + 100 * chance.unit())
        )
        machine.kind = [.ollama, .ollama, .llamaRouter, .lmStudio][chance.below(4)]
        machine.slots = 1 + chance.below(4)
        machine.models = (0..<modelCount).filter { $0 == 0 || chance.happens(0.7) }
        machine.resident = chance.happens(0.6) ? [0] : []
        machine.heatsIn = chance.happens(0.4) ? 120 : nil
        machine.meetings = chance.happens(0.3) ? (every: 200, last: 90) : nil
        machine.reportsBandwidth = chance.happens(0.7)
        return machine
    }

    private static func trouble(_ faults: inout Faults, _ chance: inout Chance) {
        if chance.happens(0.4) { faults.diesEvery = 150 + 300 * chance.unit() }
        if chance.happens(0.3) { faults.stallsEvery = 200 + 400 * chance.unit() }
        if chance.happens(0.3) { faults.sleepsEvery = 200 + 400 * chance.unit() }
        if chance.happens(0.4) { faults.beatLost = 0.3 * chance.unit() }
        if chance.happens(0.4) { faults.beatLateMax = 8 * chance.unit() }
        if chance.happens(0.2) { faults.beatLies = 0.3 * chance.unit() }
    }
}
