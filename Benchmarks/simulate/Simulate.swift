import Simulation

/// `simulate [SEED] [COUNT]`: replays one seed, or COUNT seeds from there; the exit status says whether all held.
@main
struct Simulate {
    static func main() {
        let arguments = CommandLine.arguments.dropFirst().compactMap { parse($0) }
        let first = arguments.first ?? 1
        let count = arguments.dropFirst().first ?? 1
        var failed = 0
        var events = 0
        for seed in first..<(first + count) {
            let report = Trial(seed: seed).run()
            events += report.events
            let again = Trial(seed: seed).run().fingerprint
            let problems = report.problems + (again == report.fingerprint ? [] : ["the same seed ran differently"])
            if !problems.isEmpty { failed += 1 }
            if count == 1 || !problems.isEmpty { show(report, problems) }
        }
        print("\(count) seeds, \(events) events, \(failed) failed")
        if failed > 0 { fatalExit() }
    }

    private static func parse(_ text: String) -> UInt64? {
        text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text)
    }

    private static func show(_ report: Trial.Report, _ problems: [String]) {
        let machines = report.setting.machines.count
        print("seed 0x\(String(report.seed, radix: 16)): \(machines) machines, \(report.setting.traffic.work)")
        print("  \(report.events) events, \(report.loads) loads, \(report.outcomes.sorted { $0.key < $1.key })")
        print("  fingerprint 0x\(String(report.fingerprint, radix: 16))")
        for problem in problems.prefix(10) { print("  PROBLEM \(problem)") }
    }
}
