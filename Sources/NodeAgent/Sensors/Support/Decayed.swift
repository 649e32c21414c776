import Fleet

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Follows a measured value: after each half-life, half of what it was is forgotten. A short peak does not shout.
struct Decayed {
    let halfLife: Seconds
    private(set) var value: Double?
    private var addedAt = Instant.distantPast

    init(halfLife: Seconds) {
        precondition(halfLife > .zero)
        self.halfLife = halfLife
    }

    mutating func add(_ sample: Double, at now: Instant) {
        guard sample.isFinite else { return }
        defer { addedAt = now }
        guard let value else {
            value = sample
            return
        }
        let kept = exp2(-max(now - addedAt, .zero).value / halfLife.value)
        self.value = sample + (value - sample) * kept
    }

    mutating func forget() { value = nil }
}
