import Fleet
import Routing
import Simulation

/// Compares policies over the 64 cells and prints the table: `bench-routing [SEEDS] [JOBS] [ablation]`.
@main
struct BenchRouting {
    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        let numbers = arguments.compactMap { Int($0) }
        let seeds = (0..<(numbers.first ?? 3)).map { UInt64(0x5eed00 + $0) }
        let jobs = numbers.dropFirst().first ?? 900
        var capacities: [Cell: Double] = [:]
        for cell in Cell.all where cell.drive == .low { capacities[cell] = Contestant.capacity(cell) }
        func setting(_ cell: Cell) -> Setting {
            let base = Cell(park: cell.park, work: cell.work, drive: .low)
            return cell.setting(capacity: capacities[base] ?? 0.1, jobs: jobs)
        }
        if arguments.contains("ablation") {
            Ablation.run(seeds, setting)
            return
        }
        let chosen = Contestant.allCases.filter { one in
            !arguments.contains("quick") || [.leastWait, .shortestQueue, .peer, .herd, .oracle].contains(one)
        }
        var table = Table(contestants: chosen, seeds: seeds, jobs: jobs)
        for cell in Cell.all {
            let setting = setting(cell)
            for one in chosen {
                table.results[cell, default: [:]][one] = Measures.mean(seeds.map { one.run(setting, seed: $0) })
            }
        }
        table.print()
    }
}
