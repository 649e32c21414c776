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
        guard let best = list.candidates.filter({ $0.action == .load }).min(by: { $0.precedes($1) }) else { return }
        let price = best.costs.load + best.costs.penalties
        guard tail > price * policy.warmAheadMargin else { return }
        order(best, at: now, &effects)
    }
}
