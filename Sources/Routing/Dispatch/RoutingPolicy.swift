package import Fleet

/// Every number the deciding code uses that an operator might want to change.
package struct RoutingPolicy: Sendable {
    /// Attempts for one request, the first included.
    package var attemptsMax = 3
    /// A ticket without a deadline of its own waits this long.
    package var waitMax = Seconds(300)
    package var laneLengthMax = 1000
    package var ticketsMax = 20_000
    package var waitingBytesMax = ByteCount(256 << 20)
    package var lanesMax = 2048
    /// A lane with less than this to give each client refuses the client that fills it.
    package var clientShareMax = 0.5

    /// Work (in seconds of service) a client may have waiting before a flood is seen in it.
    package var fairAllowance = Seconds(20)

    /// How much a second of decoding counts against a second of waiting for the first token.
    package var decodeWeight = 0.2
    /// What disturbing an owner is worth.
    package var disturbance = Seconds(20)
    /// Time lost by a failed attempt, beyond doing it again.
    package var failureDelay = Seconds(2)
    /// Each cost tier above the lowest counts as this much waiting.
    package var costTier = Seconds(10)
    /// Evicting a model harms whoever needs it within this time.
    package var evictionHorizon = Seconds(120)
    /// How many of those who need it count at most: one reload serves several, but not any number of them in time.
    package var evictionHarmMax = 4.0
    /// A model unloaded less than this ago is still in the page cache.
    package var pageCacheLasts = Seconds(600)
    /// Before a load moves a byte.
    package var loadOverhead = Seconds(0.5)
    package var contextDefault = 4096
    /// How much better another load must be than waiting before it is started ahead of need.
    package var warmAheadMargin = 1.5
    /// What a load ahead of need may cost others by eviction, as a share of the load.
    package var warmAheadHarmMax = 0.25
    package var isWarmingAhead = true

    package var breakerFailuresMax = 3
    package var breakerPause = Seconds(10)
    package var breakerPauseMax = Seconds(120)

    /// Tickets of one lane that are planned together, and candidates looked at for one event.
    package var planWindow = 32
    /// The same while no slot is free anywhere: only loads can come of looking further.
    package var planWindowFull = 4
    package var planBudget = 400
    /// Candidates and verdicts a receipt keeps; a preview keeps all.
    package var receiptLength = 16

    /// Signals that are switched off, to measure what each is worth.
    package var signalsOff: SignalSet = []

    package init() {}
}

/// The seven signals, and affinity.
package struct SignalSet: OptionSet, Sendable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package static let queueDepth = SignalSet(rawValue: 1 << 0)
    package static let thermal = SignalSet(rawValue: 1 << 1)
    package static let loadedModels = SignalSet(rawValue: 1 << 2)
    package static let latencyHistory = SignalSet(rawValue: 1 << 3)
    package static let memory = SignalSet(rawValue: 1 << 4)
    package static let load = SignalSet(rawValue: 1 << 5)
    package static let busy = SignalSet(rawValue: 1 << 6)
    package static let affinity = SignalSet(rawValue: 1 << 7)
}
