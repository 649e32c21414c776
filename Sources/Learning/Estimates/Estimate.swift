/// A running mean that knows how much it knows.
///
/// It forgets by capping its weight, so the newest observation always counts at least one part in `memory`. Once it is
/// sure of something a single wild value moves it no more than a believable one would: a stalled request is not a rate.
package struct Estimate: Codable, Equatable, Sendable {
    package var mean: Double
    /// How many observations it is worth; 0 is ignorance.
    package var weight: Double

    package init(mean: Double = 0, weight: Double = 0) {
        self.mean = mean
        self.weight = weight
    }

    package mutating func learn(_ value: Double, memory: Double = 20, stepMax: Double = .infinity) {
        guard value.isFinite else { return }
        let step = weight >= 3 ? min(max(value - mean, -stepMax), stepMax) : value - mean
        weight = min(weight, memory - 1) + 1
        mean += step / weight
    }

    /// What it says when mixed with a guess worth `priorWeight` observations.
    package func blended(with prior: Double, priorWeight: Double) -> Double {
        (mean * weight + prior * priorWeight) / (weight + priorWeight)
    }
}
