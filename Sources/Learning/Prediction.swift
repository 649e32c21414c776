package import Fleet

/// What a decision reads of one holding's history: rates for each concurrency, and how sure they are.
package struct Prediction: Sendable {
    package var prefillRates = SIMD8<Float>(repeating: 1000)
    package var decodeRates = SIMD8<Float>(repeating: 30)
    package var overhead = 0.05
    package var failureShare = 0.0
    package var failedAt = Instant.distantPast
    /// 0 when everything is a guess, towards 1 with experience.
    package var confidence = 0.0
    var basis = -1

    @inlinable @inline(__always)
    package func prefill(tokens: Double, concurrency: Double) -> Seconds {
        Seconds(overhead + tokens / Double(prefillRates[RateCurve.cell(concurrency)]))
    }

    @inlinable @inline(__always)
    package func decode(tokens: Double, concurrency: Double) -> Seconds {
        Seconds(tokens / Double(decodeRates[RateCurve.cell(concurrency)]))
    }

    /// How likely the next request fails: recent failures count, and are forgiven by half each minute without one.
    package func failureChance(at now: Instant) -> Double {
        guard failureShare > 0 else { return 0 }
        let minutes = max(0, (now - failedAt).value / 60)
        return min(0.9, failureShare / (1 + minutes + minutes * minutes))
    }
}
