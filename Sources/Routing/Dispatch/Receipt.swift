package import Fleet

/// A decision with its reasons: every candidate's price by signal, and why the others were none.
///
/// Numbers, not a story: `replay` adds them up again and comes to the same choice.
package struct Receipt: Sendable {
    package let decidedAt: Instant
    package let model: ModelID
    /// Cheapest first. A request that ran keeps the best few, a preview all.
    package let candidates: [Candidate]
    package let rejected: [Rejection]
    package let chosen: HoldingID?
    package let decodeWeight: Double

    package init(
        of list: CandidateList,
        chosen: HoldingID?,
        model: ModelID,
        decodeWeight: Double,
        lengthMax: Int,
        at now: Instant
    ) {
        self.decidedAt = now
        self.model = model
        self.chosen = chosen
        self.decodeWeight = decodeWeight
        self.candidates = Self.cheapest(list.candidates, lengthMax)
        self.rejected = list.rejected.isEmpty ? [] : Array(list.rejected.prefix(lengthMax))
    }

    package func replay() -> HoldingID? {
        let priced = candidates.map { candidate in
            var again = candidate
            again.total = candidate.costs.total(decodeWeight: decodeWeight)
            return again
        }
        return priced.min { $0.precedes($1) }?.holding
    }

    /// Sorts places, not candidates: those are large.
    private static func cheapest(_ candidates: [Candidate], _ count: Int) -> [Candidate] {
        if candidates.count == 1, count > 0 { return [candidates[0]] }
        if candidates.count <= count {
            return candidates.indices.sorted { candidates[$0].precedes(candidates[$1]) }.map { candidates[$0] }
        }
        var kept: [Int] = []
        kept.reserveCapacity(count + 1)
        for index in candidates.indices {
            if kept.count == count {
                guard candidates[index].precedes(candidates[kept[count - 1]]) else { continue }
                kept.removeLast()
            }
            var place = kept.count
            while place > 0, candidates[index].precedes(candidates[kept[place - 1]]) { place -= 1 }
            kept.insert(index, at: place)
        }
        return kept.map { candidates[$0] }
    }
}
