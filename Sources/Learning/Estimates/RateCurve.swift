/// A rate against the number of requests that share the backend, 1 to 8 and more.
///
/// Kept as logarithms: rates differ by factors, and a factor-two error up hurts as much as one down. Every cell lends
/// its knowledge to its neighbours through the usual shape of the curve, so one observation at three says something
/// about one and four.
package struct RateCurve: Codable, Equatable, Sendable {
    package private(set) var logs = SIMD8<Float>()
    package private(set) var weights = SIMD8<Float>()
    /// How much each further request slows everyone down, before anything is known.
    private let shapes: SIMD8<Float>

    package init(sharing: Float) {
        var shapes = SIMD8<Float>()
        for cell in 0..<8 { shapes[cell] = -Float(Double(1 + sharing * Float(cell)).logarithm) }
        self.shapes = shapes
    }

    package static let memory: Float = 24

    package mutating func learn(_ rate: Double, concurrency: Double) {
        guard rate > 0, rate.isFinite else { return }
        let cell = Self.cell(concurrency)
        let log = Float(rate.logarithm)
        let known = weights[cell]
        let step = log - logs[cell]
        // A value three times off is believed as one and a half times off, once there is something to compare it with.
        let bounded = known >= 3 ? min(max(step, -0.4), 0.4) : step
        weights[cell] = min(known, Self.memory - 1) + 1
        logs[cell] += bounded / weights[cell]
    }

    /// The rate at each concurrency, given what is believed of a single request before any observation here.
    package func rates(prior: Double, priorWeight: Float) -> SIMD8<Float> {
        guard weight > 0 else { return usual(alone: Float(prior)) }
        // What each cell says of a single request, summed up by how much every other cell trusts it.
        var sum = SIMD8<Float>(repeating: Float(prior.logarithm) * priorWeight)
        var total = SIMD8<Float>(repeating: priorWeight)
        for other in 0..<8 where weights[other] > 0 {
            let trust = Self.kinship[other] * weights[other]
            sum += trust * (logs[other] - shape(other))
            total += trust
        }
        return (sum / total + shapes).exponential
    }

    /// Most holdings have served nobody yet: the curve is its usual shape, found with one exponential instead of eight.
    private func usual(alone rate: Float) -> SIMD8<Float> {
        let sharing = Float(Double(-shape(1)).exponential) - 1
        return rate / (1 + sharing * SIMD8<Float>(0, 1, 2, 3, 4, 5, 6, 7))
    }

    package var weight: Float { weights.sum() }

    /// Its rates are those of the other but for a percent or two.
    func isNear(_ other: RateCurve) -> Bool {
        let change = logs - other.logs
        return weights == other.weights && (change * change).max() < 0.015 * 0.015
    }

    /// What the observations say a single request would get; nil without any.
    package var alone: Double? {
        guard weight > 0 else { return nil }
        var sum: Float = 0
        for cell in 0..<8 { sum += (logs[cell] - shape(cell)) * weights[cell] }
        return Double(sum / weight).exponential
    }

    @inlinable
    package static func cell(_ concurrency: Double) -> Int {
        concurrency >= 7.5 ? 7 : max(0, Int(concurrency + 0.5) - 1)
    }

    private func shape(_ cell: Int) -> Float { shapes[cell] }

    /// For each cell, how much the others believe it: the nearer, the more.
    private static let kinship: [SIMD8<Float>] = (0..<8).map { cell in
        let near: [Float] = [1, 0.35, 0.15, 0.08, 0.05, 0.04, 0.03, 0.02]
        return SIMD8((0..<8).map { near[abs(cell - $0)] })
    }
}
