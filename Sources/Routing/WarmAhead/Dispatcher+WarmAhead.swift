import Fleet

extension Dispatcher {
    /// Starts a load elsewhere when the end of a lane will wait longer than that load takes.
    ///
    /// The tickets in the window order loads for themselves; this speaks for those behind them. One load per backend
    /// at a time, and what it evicts is neither pinned nor in use (`Eviction`), its loss priced in seconds.
    mutating func warmAhead(_ number: Int, looked: Int, at now: Instant, _ effects: inout [Effect]) {
        guard policy.isWarmingAhead, looked > 0, lanes[number].count > looked else { return }
        let behind = lanes[number].service * (Double(lanes[number].count) / Double(lanes[number].slots))
        let tail = lanes[number].firstWait + behind
        guard let best = bestToWarm else { return }
        let price = best.costs.load + best.costs.penalties
        guard tail > price * policy.warmAheadMargin else { return }
        order(best, at: now, &effects)
    }

    /// Ahead of need nobody loses much for it: to swap models that are both in demand to and fro serves neither.
    private var bestToWarm: Candidate? {
        var best: Candidate?
        for candidate in list.candidates where candidate.action == .load {
            guard candidate.costs.memory <= candidate.costs.load * policy.warmAheadHarmMax else { continue }
            if best.map({ candidate.precedes($0) }) ?? true { best = candidate }
        }
        return best
    }
}
