import Fleet
import Routing
import Simulation

/// Compares policies over the 64 cells and prints the tables of Docs/Routing-quality.
@main
struct BenchRouting {
    static let options = Options(CommandLine.arguments.dropFirst())

    static func main() {
        var capacities: [Cell: Double] = [:]
        func setting(_ cell: Cell) -> Setting {
            let base = Cell(park: cell.park, work: cell.work, drive: .low)
            let capacity = capacities[base] ?? Contestant.capacity(base)
            capacities[base] = capacity
            return cell.setting(capacity: capacity, jobs: options.jobs)
        }
        if options.has("ablation") || options.has("grounds") {
            let ablation = Ablation(seeds: options.seeds, setting: setting)
            if options.has("ablation") { ablation.printCells() }
            if options.has("grounds") { ablation.printGrounds() }
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
