/// The results as Markdown: cell by cell, and what they say against the targets.
struct Table {
    let contestants: [Contestant]
    let cells: [Cell]
    let seeds: [UInt64]
    let jobs: Int
    var results: [Cell: [Contestant: Measures]] = [:]

    func print() {
        let first = "0x\(String(seeds.first ?? 0, radix: 16))"
        Swift.print(
            "\(jobs) requests × \(seeds.count) seeds from \(first) in each cell; the first sixth is not counted.\n"
        )
        printCells("p95 time to the first token, s", \.first95)
        printCells("Loads per 1,000 requests", \.loadsPerThousand)
        printCells("Jain's index between clients", \.fairness)
        printPolicies()
        if contestants.count == Contestant.allCases.count { printSummary() }
    }

    private func value(_ cell: Cell, _ one: Contestant) -> Measures { results[cell]?[one] ?? Measures() }

    private func printCells(_ title: String, _ path: KeyPath<Measures, Double>) {
        let names = contestants.map(\.rawValue)
        Swift.print("### \(title)\n\n| cell | \(names.joined(separator: " | ")) |")
        Swift.print("|---|\(String(repeating: "---:|", count: names.count))")
        for cell in cells {
            let row = contestants.map { value(cell, $0)[keyPath: path].text }
            Swift.print("| \(cell.name) | \(row.joined(separator: " | ")) |")
        }
        Swift.print("")
    }

    private func printPolicies() {
        Swift.print("### Means over the cells\n")
        Swift.print("| policy | p50 | p95 | p99 | p95 to the end | within 10 s | loads per 1,000 | Jain |")
        Swift.print("|---|---:|---:|---:|---:|---:|---:|---:|")
        for one in contestants {
            let mean = Measures.mean(cells.map { value($0, one) })
            let row = [
                mean.first50, mean.first95, mean.first99, mean.end95, mean.goodput, mean.loadsPerThousand,
                mean.fairness,
            ]
            Swift.print("| \(one.rawValue) | \(row.map(\.text).joined(separator: " | ")) |")
        }
    }

    // MARK: - Against the targets

    private func printSummary() {
        let behind = cells.map { value($0, .herd).first95 / best($0) }
        let peers = ratios(\.first95, to: .peer)
        let fairness = cells.map { value($0, .herd).fairness }
        let crowded = cells.filter { $0.drive == .high || $0.drive == .burst }.map { value($0, .herd).fairness }
        let rows = [
            [
                "cells where herd is best or within 3 %, of \(cells.count)", "\(behind.count { $0 <= 1.03 })", "48",
                "58",
            ],
            ["worst cell, herd ÷ the best other", (behind.max() ?? 0).text, "1.15", "1.10"],
            ["median cell, p95 ÷ the peer's", peers[peers.count / 2].text, "0.75", "0.60"],
            [
                "loads ÷ the peer's", (total(\.loadsPerThousand, .herd) / total(\.loadsPerThousand, .peer)).text,
                "0.70", "0.50",
            ],
            ["Jain's index, mean of the cells", (fairness.reduce(0, +) / Double(cells.count)).text, "0.95", "–"],
            ["Jain's index, worst cell", (fairness.min() ?? 0).text, "–", "–"],
            ["Jain's index, worst cell at 90 % or burst", (crowded.min() ?? 0).text, "–", "–"],
            ["regret against the oracle, mean first token", regret(\.meanFirst).text, "–", "0.15"],
            ["regret against the oracle, p95", regret(\.first95).text, "–", "–"],
        ]
        Swift.print("\n### Against the targets\n\n| measure | value | must | aim |\n|---|---:|---:|---:|")
        for row in rows { Swift.print("| \(row.joined(separator: " | ")) |") }
        let worst = zip(cells, behind).sorted { $0.1 > $1.1 }.prefix(5).map { "\($0.0.name) \($0.1.text)" }
        Swift.print("\nFurthest behind: \(worst.joined(separator: "; ")).")
    }

    /// The best p95 among those that could be built.
    private func best(_ cell: Cell) -> Double {
        contestants.filter { $0 != .oracle && $0 != .herd }.map { value(cell, $0).first95 }.min() ?? 0
    }

    private func ratios(_ path: KeyPath<Measures, Double>, to other: Contestant) -> [Double] {
        cells.map { value($0, .herd)[keyPath: path] / value($0, other)[keyPath: path] }.sorted()
    }

    private func total(_ path: KeyPath<Measures, Double>, _ one: Contestant) -> Double {
        cells.reduce(0) { $0 + value($1, one)[keyPath: path] }
    }

    private func regret(_ path: KeyPath<Measures, Double>) -> Double {
        ratios(path, to: .oracle).reduce(0) { $0 + $1 - 1 } / Double(cells.count)
    }
}
