package import Fleet

/// What one served request showed, as far as the router or the backend could measure it.
package struct Observation: Sendable {
    package var promptTokens: Int
    /// Tokens the backend is believed, or said, to have had in its cache.
    package var cachedTokens: Int
    /// From sending the request to the first token, without the time a load took.
    package var timeToFirstToken: Seconds
    /// The time the backend itself says it spent reading the prompt.
    package var prefill: Seconds?
    package var outputTokens: Int
    /// From the first token to the last.
    package var decode: Seconds
    /// How many requests shared the backend, on average.
    package var concurrency: Double
    /// How much slower than cool and idle the machine was believed to be.
    package var slowdown: Double

    package init(
        promptTokens: Int,
        cachedTokens: Int = 0,
        timeToFirstToken: Seconds,
        prefill: Seconds? = nil,
        outputTokens: Int,
        decode: Seconds,
        concurrency: Double = 1,
        slowdown: Double = 1
    ) {
        self.promptTokens = max(0, promptTokens)
        self.cachedTokens = min(max(0, cachedTokens), max(0, promptTokens))
        self.timeToFirstToken = max(timeToFirstToken, 0.001)
        self.prefill = prefill.flatMap { $0 > .zero ? $0 : nil }
        self.outputTokens = max(0, outputTokens)
        self.decode = max(decode, .zero)
        self.concurrency = max(concurrency, 1)
        self.slowdown = max(slowdown, 1)
    }
}
