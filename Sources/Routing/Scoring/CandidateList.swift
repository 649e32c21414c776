package import Fleet

/// The candidates of one decision and the reasons of those that are none. Reused, so a decision allocates nothing for it.
package struct CandidateList: Sendable {
    package private(set) var candidates: [Candidate] = []
    package private(set) var rejected: [Rejection] = []
    private var known: [Double] = []
    private var unknown: SignalSet = []
    private var bestIndex = 0

    package init() {}

    package mutating func removeAll() {
        candidates.removeAll(keepingCapacity: true)
        rejected.removeAll(keepingCapacity: true)
        unknown = []
    }

    /// Adds a candidate where it will stay and has it priced there; a verdict takes it out again.
    @inline(__always)
    mutating func append(_ candidate: Candidate, price: (inout Candidate) -> Verdict?) -> Verdict? {
        candidates.append(candidate)
        if let verdict = price(&candidates[candidates.count - 1]) {
            candidates.removeLast()
            return verdict
        }
        unknown.formUnion(candidates[candidates.count - 1].unknown)
        return nil
    }

    package mutating func reject(_ holding: HoldingID, _ backend: BackendID, _ verdict: Verdict) {
        rejected.append(Rejection(holding: holding, backend: backend, verdict: verdict))
    }

    /// Fills what is unknown with the median of what the others know, adds up, and finds the best.
    package mutating func conclude(decodeWeight: Double) {
        if !unknown.isEmpty { fillUnknown() }
        bestIndex = 0
        for index in candidates.indices {
            candidates[index].total = candidates[index].costs.total(decodeWeight: decodeWeight)
            if candidates[index].precedes(candidates[bestIndex]) { bestIndex = index }
        }
    }

    /// Somebody could start now.
    package var hasStart: Bool { candidates.contains { $0.action == .start } }

    package var best: Candidate? { candidates.isEmpty ? nil : candidates[bestIndex] }

    private mutating func fillUnknown() {
        if unknown.contains(.thermal) {
            fill(.thermal) {
                $0.thermal
            } _: {
                $0.thermal = $1
            }
        }
        if unknown.contains(.load) {
            fill(.load) {
                $0.contention
            } _: {
                $0.contention = $1
            }
        }
        if unknown.contains(.memory) {
            fill(.memory) {
                $0.memory.value
            } _: {
                $0.memory = Seconds($1)
            }
        }
        if unknown.contains(.busy) {
            fill(.busy) {
                $0.busy.value
            } _: {
                $0.busy = Seconds($1)
            }
        }
        if unknown.contains(.loadedModels) {
            fill(.loadedModels) {
                $0.load.value
            } _: {
                $0.load = Seconds($1)
            }
        }
    }

    private mutating func fill(
        _ signal: SignalSet,
        _ read: (Breakdown) -> Double,
        _ write: (inout Breakdown, Double) -> Void
    ) {
        known.removeAll(keepingCapacity: true)
        for candidate in candidates where !candidate.unknown.contains(signal) { known.append(read(candidate.costs)) }
        guard !known.isEmpty else { return }
        let median = known.selectMedian()
        for index in candidates.indices where candidates[index].unknown.contains(signal) {
            write(&candidates[index].costs, median)
        }
    }
}

/// A backend that has the model and is no candidate.
package struct Rejection: Equatable, Sendable {
    package let holding: HoldingID
    package let backend: BackendID
    package let verdict: Verdict
}
