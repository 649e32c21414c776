import Fleet

/// How often each model is asked for lately: what an eviction would cost whoever asks next.
struct Demand: Sendable {
    private struct Counter {
        var count = 0.0
        var at = Instant.distantPast
    }

    private var counters: [Counter] = []
    private(set) var waiting: [Int] = []

    private static let memory = 120.0

    mutating func arrived(_ model: ModelID, at now: Instant) {
        grow(model)
        let index = Int(model.index)
        counters[index].count = faded(counters[index], at: now) + 1
        counters[index].at = now
    }

    mutating func wait(_ model: ModelID, _ change: Int) {
        grow(model)
        waiting[Int(model.index)] += change
    }

    /// Requests per second.
    func rate(_ model: ModelID, at now: Instant) -> Double {
        guard counters.indices.contains(Int(model.index)) else { return 0 }
        return faded(counters[Int(model.index)], at: now) / Self.memory
    }

    func waiting(_ model: ModelID) -> Int {
        waiting.indices.contains(Int(model.index)) ? waiting[Int(model.index)] : 0
    }

    /// Fades like 1/(1+t)², which is close to an exponential and needs no library.
    private func faded(_ counter: Counter, at now: Instant) -> Double {
        guard counter.count > 0 else { return 0 }
        let age = max(0, (now - counter.at).value) / (2 * Self.memory)
        return counter.count / ((1 + age) * (1 + age))
    }

    private mutating func grow(_ model: ModelID) {
        while counters.count <= Int(model.index) {
            counters.append(Counter())
            waiting.append(0)
        }
    }
}
