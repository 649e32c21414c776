import Fleet
import Routing
import Simulation

/// Each signal switched off in turn, and what that costs: over the cells, and where it was made to matter.
struct Ablation {
    let seeds: [UInt64]
    let setting: (Cell) -> Setting

    private static let signals: [(name: String, signal: SignalSet)] = [
        ("queue depth", .queueDepth), ("thermal", .thermal), ("loaded models", .loadedModels),
        ("latency history", .latencyHistory), ("memory", .memory), ("load", .load), ("busy", .busy),
        ("affinity", .affinity),
    ]

    func printCells() {
        var full: [Cell: Double] = [:]
        for cell in Cell.all { full[cell] = measure(cell, []).first95 }
        print("### Each signal switched off: p95 time to the first token, as a multiple\n")
        print("| signal off | mean | cells ≥ 5 % worse | three worst |\n|---|---:|---:|---|")
        for (name, signal) in Self.signals {
            let ratios = Cell.all.map { ($0, measure($0, signal).first95 / (full[$0] ?? 1)) }.sorted { $0.1 > $1.1 }
            let mean = ratios.reduce(0) { $0 + $1.1 } / Double(ratios.count)
            let worst = ratios.prefix(3).map { "\($0.0.name) \($0.1.text)" }.joined(separator: "; ")
            print("| \(name) | \(mean.text) | \(ratios.count { $0.1 >= 1.05 }) | \(worst) |")
        }
    }

    /// Heat, others' load and busy owners are rare in the cells, and rates learned anew cover for the first two. Here are
    /// two laptops of four that heat up within a minute, four machines whose owners work half of the time, and meetings.
    func printGrounds() {
        print(
            "### Where three of them matter\n\n| signal | situation | measure | with | without |\n|---|---|---|---:|---:|"
        )
        for drive in [Cell.Drive.middle, .high] {
            row("thermal", .thermal, Cell(park: .laptops, work: .chat, drive: drive), "p95, s", \.first95)
            row("load", .load, Cell(park: .owners, work: .chat, drive: drive), "p95, s", \.first95)
            let studio = Cell(park: .studio, work: .chat, drive: drive)
            row("busy", .busy, studio, "disturbed owners per 1,000", \.disturbancesPerThousand)
        }
    }

    private func row(
        _ name: String,
        _ signal: SignalSet,
        _ cell: Cell,
        _ measureName: String,
        _ path: KeyPath<Measures, Double>
    ) {
        let with = measure(cell, [])[keyPath: path].text
        let without = measure(cell, signal)[keyPath: path].text
        print("| \(name) | \(cell.name) | \(measureName) | \(with) | \(without) |")
    }

    private func measure(_ cell: Cell, _ off: SignalSet) -> Measures {
        var policy = Contestant.policy
        policy.signalsOff = off
        let setting = setting(cell)
        return Measures.mean(seeds.map { Contestant.herd.run(setting, seed: $0, policy: policy) })
    }
}
