import Fleet
import Routing
import Simulation

/// Compares policies over the 64 cells and prints the tables of Docs/Routing-quality.
@main
struct BenchRouting {
    static let options = Options(CommandLine.arguments.dropFirst())

    static func main() {
        var capacities: [Cell: Double] = [:]
        for cell in Cell.all where cell.drive == .low { capacities[cell] = Contestant.capacity(cell) }
        func setting(_ cell: Cell) -> Setting {
            let base = Cell(park: cell.park, work: cell.work, drive: .low)
            return cell.setting(capacity: capacities[base] ?? 0.1, jobs: options.jobs)
        }
        if options.isAblation {
            Ablation.run(options.seeds, setting)
            return
        }
        var table = Table(
            contestants: options.contestants,
            cells: options.cells,
            seeds: options.seeds,
            jobs: options.jobs
        )
        for cell in options.cells {
            let setting = setting(cell)
            for one in options.contestants {
                table.results[cell, default: [:]][one] = Measures.mean(options.seeds.map { one.run(setting, seed: $0) })
            }
        }
        table.print()
    }
}
