import Fleet
import Routing
import Simulation

/// What one policy achieved in one cell.
struct Measures {
    var first50 = 0.0
    var first95 = 0.0
    var first99 = 0.0
    var end95 = 0.0
    var meanFirst = 0.0
    /// The share of requests whose first token came within the time people wait: 10 s.
    var goodput = 0.0
    var loadsPerThousand = 0.0
    /// Requests sent to a machine during its owner's meeting.
    var disturbancesPerThousand = 0.0
    /// Jain's index over the clients' mean time to the first token.
    var fairness = 0.0

    static func of<S: Scheme>(_ world: World<S>) -> Measures {
        var measures = Measures()
        let skipped = world.jobs.count / 6
        var firsts: [Double] = []
        var ends: [Double] = []
        var byClient: [Int: (sum: Double, count: Double)] = [:]
        for (job, one) in world.progress.enumerated().dropFirst(skipped) {
            guard let first = one.firstTokenAt, let end = one.endedAt else { continue }
            let wait = (first - one.arrivedAt).value
            firsts.append(wait)
            ends.append((end - one.arrivedAt).value)
            byClient[world.jobs[job].client, default: (0, 0)].sum += wait
            byClient[world.jobs[job].client, default: (0, 0)].count += 1
        }
        firsts.sort()
        ends.sort()
        guard firsts.count > 20 else { return measures }
        measures.first50 = quantile(firsts, 0.5)
        measures.first95 = quantile(firsts, 0.95)
        measures.first99 = quantile(firsts, 0.99)
        measures.end95 = quantile(ends, 0.95)
        measures.meanFirst = firsts.reduce(0, +) / Double(firsts.count)
        measures.goodput = Double(firsts.count { $0 <= 10 }) / Double(world.jobs.count - skipped)
        measures.loadsPerThousand =
            Double(world.backends.reduce(0) { $0 + $1.loadCount }) * 1000 / Double(world.jobs.count)
        measures.disturbancesPerThousand = Double(world.disturbances) * 1000 / Double(world.jobs.count)
        let means = byClient.values.map { $0.sum / $0.count }
        let sum = means.reduce(0, +)
        let squares = means.reduce(0) { $0 + $1 * $1 }
        measures.fairness = sum * sum / (Double(means.count) * squares)
        return measures
    }

    private static func quantile(_ sorted: [Double], _ share: Double) -> Double {
        sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }

    static func mean(_ all: [Measures]) -> Measures {
        var mean = Measures()
        let count = Double(all.count)
        for path in paths { mean[keyPath: path] = all.reduce(0) { $0 + $1[keyPath: path] } / count }
        return mean
    }

    private static var paths: [WritableKeyPath<Measures, Double>] {
        [
            \.first50, \.first95, \.first99, \.end95, \.meanFirst, \.goodput, \.loadsPerThousand,
            \.disturbancesPerThousand, \.fairness,
        ]
    }
}
