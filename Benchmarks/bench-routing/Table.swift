import Simulation

/// The results, and what they say against the targets.
struct Table {
    let contestants: [Contestant]
    let seeds: [UInt64]
    let jobs: Int
    var results: [Cell: [Contestant: Measures]] = [:]

    private func value(_ cell: Cell, _ one: Contestant) -> Measures { results[cell]?[one] ?? Measures() }

    /// The best p95 among those that could be built.
    private func best(_ cell: Cell) -> Double {
        contestants.filter { $0 != .oracle && $0 != .herd }.map { value(cell, $0).first95 }.min() ?? 0
    }

    func printRow(_ cell: Cell) {
        let row = contestants.map { text(value(cell, $0).first95) }.joined(separator: " | ")
        let ratio = value(cell, .herd).first95 / best(cell)
        Swift.print("| \(cell.name) | \(row) | \(text(ratio)) |")
    }

    func print() {
        let names = contestants.map(\.rawValue)
        Swift.print("p95 time to first token in seconds, \(jobs) requests × \(seeds.count) seeds from \(seeds[0])\n")
        Swift.print("| cell | \(names.joined(separator: " | ")) | herd ÷ best other |")
        Swift.print("|---|\(names.map { _ in "---" }.joined(separator: "|"))|---|")
        for cell in Cell.all { printRow(cell) }
        summarise()
    }

    private func summarise() {
        let ratios = Cell.all.map { value($0, .herd).first95 / best($0) }.sorted()
        let near = ratios.count { $0 <= 1.03 }
        Swift.print("\n| measure | value | must | aim |\n|---|---|---|---|")
        Swift.print("| cells where herd is best or within 3 % | \(near) of \(ratios.count) | 48 | 58 |")
        Swift.print("| furthest behind the best, worst cell | \(text(ratios.last ?? 0)) | 1.15 | 1.10 |")
        let peers = Cell.all.map { value($0, .herd).first95 / value($0, .peer).first95 }.sorted()
        Swift.print("| median p95 against the peer's formula | \(text(peers[peers.count / 2])) | 0.75 | 0.60 |")
        let ours = Cell.all.reduce(0) { $0 + value($1, .herd).loadsPerThousand }
        let theirs = Cell.all.reduce(0) { $0 + value($1, .peer).loadsPerThousand }
        Swift.print("| loads per 1,000 requests against the peer | \(text(ours / max(theirs, 0.001))) | 0.70 | 0.50 |")
        let regret = Cell.all.map { value($0, .herd).meanFirst / value($0, .oracle).meanFirst - 1 }
        Swift.print(
            "| mean regret against the oracle (mean first token) | \(text(regret.reduce(0, +) / 64)) | – | 0.15 |"
        )
        let regret95 = Cell.all.map { value($0, .herd).first95 / value($0, .oracle).first95 - 1 }
        Swift.print("| the same at p95 | \(text(regret95.reduce(0, +) / 64)) | – | – |")
        let fairness = Cell.all.map { value($0, .herd).fairness }
        Swift.print(
            "| Jain's index between clients, mean and worst | \(text(fairness.reduce(0, +) / 64)), \(text(fairness.min() ?? 0)) | 0.95 | – |"
        )
        Swift.print(
            "\n| policy | mean p50 | mean p95 | mean p99 | p95 to the end | within 10 s | loads per 1,000 | Jain |"
        )
        Swift.print("|---|---|---|---|---|---|---|---|")
        for one in contestants {
            let mean = Measures.mean(Cell.all.map { value($0, one) })
            let row = [
                mean.first50, mean.first95, mean.first99, mean.end95, mean.goodput, mean.loadsPerThousand,
                mean.fairness,
            ]
            Swift.print("| \(one.rawValue) | \(row.map { text($0) }.joined(separator: " | ")) |")
        }
    }

    private func text(_ value: Double) -> String { Ablation.text(value) }
}
