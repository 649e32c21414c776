import Fleet
import Routing
import Simulation

/// Each signal switched off in turn, and what that costs in the cells where it matters.
enum Ablation {
    static let signals: [(String, SignalSet)] = [
        ("queue depth", .queueDepth), ("thermal", .thermal), ("loaded models", .loadedModels),
        ("latency history", .latencyHistory), ("memory", .memory), ("load", .load), ("busy", .busy),
        ("affinity", .affinity),
    ]

    static func run(_ seeds: [UInt64], _ setting: (Cell) -> Setting) {
        var full: [Cell: Double] = [:]
        for cell in Cell.all { full[cell] = p95(setting(cell), seeds, []) }
        print("| signal off | mean p95 ratio | cells ≥ 5 % worse | three worst |\n|---|---|---|---|")
        for (name, signal) in signals {
            let ratios = Cell.all.map { cell in (cell, p95(setting(cell), seeds, signal) / (full[cell] ?? 1)) }
                .sorted { $0.1 > $1.1 }
            let mean = ratios.reduce(0) { $0 + $1.1 } / Double(ratios.count)
            let worst = ratios.prefix(3).map { "\($0.0.name) \(($0.1).text)" }.joined(separator: "; ")
            print("| \(name) | \((mean).text) | \(ratios.count { $0.1 >= 1.05 }) | \(worst) |")
        }
    }

    private static func p95(_ setting: Setting, _ seeds: [UInt64], _ off: SignalSet) -> Double {
        var policy = Contestant.policy
        policy.signalsOff = off
        return Measures.mean(seeds.map { Contestant.herd.run(setting, seed: $0, policy: policy) }).first95
    }
}
