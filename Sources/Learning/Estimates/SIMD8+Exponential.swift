/// Eight at once: a prediction is made anew after each answer, and most of that was one exponential after the other.
extension SIMD8<Float> {
    /// Good to a few parts in 10⁷, as far as a `Float` goes; the same to the last bit on every machine.
    package var exponential: SIMD8<Float> {
        let bounded = clamped(lowerBound: Self(repeating: -87), upperBound: Self(repeating: 88))
        // Rounded by adding what leaves a `Float` no room for a fraction: not every machine can round eight at once.
        let roomless = Self(repeating: 12_582_912)
        let power = (bounded * 1.442_695_04 + roomless) - roomless
        // The logarithm of two in two parts, so that nothing of the rest is lost where the power is large.
        let rest = bounded - power * 0.693_359_375 + power * 2.121_944_4e-4
        var sum = Self(repeating: 1 / 5040)
        sum = sum * rest + Self(repeating: 1 / 720)
        sum = sum * rest + Self(repeating: 1 / 120)
        sum = sum * rest + Self(repeating: 1 / 24)
        sum = sum * rest + Self(repeating: 1 / 6)
        sum = sum * rest + Self(repeating: 1 / 2)
        sum = sum * rest + Self(repeating: 1)
        sum = sum * rest + Self(repeating: 1)
        // A power of two is its exponent, where a `Float` keeps that.
        let exponents = (SIMD8<Int32>(power) &+ 127) &<< 23
        return sum * unsafeBitCast(exponents, to: Self.self)
    }
}
