import Learning

/// All chance in a simulation: one seed, one sequence, the same on every machine.
package struct Chance: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    /// SplitMix64: small, fast, and every seed is a good one.
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A sequence of its own, so that one more draw here changes nothing there.
    package mutating func fork() -> Chance { Chance(seed: next()) }

    /// 0 ≤ x < 1
    package mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    package mutating func below(_ count: Int) -> Int { Int(unit() * Double(count)) }

    package mutating func happens(_ probability: Double) -> Bool { unit() < probability }

    package mutating func exponential(mean: Double) -> Double { -mean * (1 - unit()).logarithm }

    /// The polar method: a point in the disc, and no sines.
    package mutating func normal() -> Double {
        while true {
            let x = 2 * unit() - 1
            let y = 2 * unit() - 1
            let square = x * x + y * y
            if square > 0, square < 1 { return x * (-2 * square.logarithm / square).squareRoot() }
        }
    }

    package mutating func logNormal(mu: Double, sigma: Double) -> Double { (mu + sigma * normal()).exponential }

    /// Marsaglia and Tsang; mean 1, whatever the shape.
    package mutating func gamma(shape: Double) -> Double {
        guard shape >= 1 else {
            return gammaAboveOne(shape + 1) * ((1 - unit()).logarithm / shape).exponential / shape
        }
        return gammaAboveOne(shape) / shape
    }

    private mutating func gammaAboveOne(_ shape: Double) -> Double {
        let d = shape - 1 / 3.0
        let c = 1 / (9 * d).squareRoot()
        while true {
            let x = normal()
            let v = (1 + c * x) * (1 + c * x) * (1 + c * x)
            if v > 0, (1 - unit()).logarithm < 0.5 * x * x + d - d * v + d * v.logarithm { return d * v }
        }
    }

    /// Index by popularity 1/(rank), as models are used.
    package mutating func zipf(_ count: Int) -> Int {
        let total = (1...count).reduce(0) { $0 + 1 / Double($1) }
        var left = unit() * total
        for rank in 1...count {
            left -= 1 / Double(rank)
            if left < 0 { return rank - 1 }
        }
        return count - 1
    }
}
