import Simulation

/// Runs seeds through the production code and checks everything after every event; each runs twice and must do the same.
///
///     simulate                 the first 199 seeds and one that nobody has run before
///     simulate SEED [COUNT]    replays one seed, or COUNT from there
///
/// A seed that fails is printed with what to type to see it again; the exit status says whether all held.
@main
struct Simulate {
    static func main() {
        let arguments = CommandLine.arguments.dropFirst().map(parse)
        guard arguments.count <= 2, arguments.allSatisfy({ $0 != nil }) else {
            print("usage: simulate [SEED [COUNT]]")
            leave(2)
        }
        let seeds = seeds(arguments.compactMap { $0 })
        let failed = seeds.count { !holds($0, isAlone: seeds.count == 1) }
        print("\(seeds.count) seeds, \(failed) failed")
        if failed > 0 { leave(1) }
    }

    private static func parse(_ text: String) -> UInt64? {
        text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text)
    }

    private static func seeds(_ arguments: [UInt64]) -> [UInt64] {
        if let first = arguments.first { return (0..<(arguments.dropFirst().first ?? 1)).map { first &+ $0 } }
        let new = UInt64.random(in: 1 << 20..<1 << 52)
        print("the new seed is \(hex(new))")
        return Array(1...199) + [new]
    }

    private static func holds(_ seed: UInt64, isAlone: Bool) -> Bool {
        let report = Trial(seed: seed).run()
        let isSame = Trial(seed: seed).run().fingerprint == report.fingerprint
        let problems = report.problems + (isSame ? [] : ["the same seed ran differently"])
        if isAlone || !problems.isEmpty { show(report, problems) }
        return problems.isEmpty
    }

    private static func show(_ report: Trial.Report, _ problems: [String]) {
        let machines = report.setting.machines.count
        print("seed \(hex(report.seed)): \(machines) machines, \(report.setting.traffic.work)")
        print("  \(report.events) events, \(report.loads) loads, \(report.outcomes.sorted { $0.key < $1.key })")
        print("  fingerprint \(hex(report.fingerprint))")
        for problem in problems.prefix(10) { print("  PROBLEM \(problem)") }
        if !problems.isEmpty { print("  again: make simulate SEED=\(hex(report.seed))") }
    }

    private static func hex(_ number: UInt64) -> String { "0x\(String(number, radix: 16))" }
}
