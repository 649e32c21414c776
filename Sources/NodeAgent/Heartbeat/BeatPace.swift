package import Fleet

/// How long the agent is silent between two heartbeats: as the router asked, and ever longer while none answers.
///
/// With chance in it, so that a hundred agents do not return to a restarted router in one moment.
package struct BeatPace: Equatable, Sendable {
    static let intervalMin: Seconds = 0.1
    static let intervalMax: Seconds = 3600
    static let backOffMin: Seconds = 0.5
    static let backOffMax: Seconds = 15
    /// Between two beats, however much happens.
    static let hurryMin: Seconds = 0.1

    private var interval: Seconds
    private var failures = 0

    package init(interval: Seconds = 2) {
        self.interval = interval
    }

    /// What happens is told at once to a router that answers; one that does not is not called more often for it.
    package var mayHurry: Bool { failures == 0 }

    package mutating func answered(every wish: Seconds?) {
        failures = 0
        if let wish, wish.isFinite { interval = min(max(wish, Self.intervalMin), Self.intervalMax) }
    }

    /// Nobody answered before the machine slept: that is long ago.
    package mutating func wokeUp() { failures = 0 }

    package mutating func failed() {
        failures = min(failures + 1, 16)
    }

    package func pause(using generator: inout some RandomNumberGenerator) -> Seconds {
        if failures == 0 { return interval }
        let longest = min(Self.backOffMin * Double(1 << failures), Self.backOffMax)
        return longest * Double.random(in: 0.5...1, using: &generator)
    }
}
