import Fleet
import Routing

/// How it went lately at one backend, for people: how long the request had waited that was sent there last, and how fast the
/// newest whole answer came.
struct BackendPace: Equatable, Sendable {
    /// No server writes faster: what comes so was not streamed, and tells nothing of its speed but the time it took altogether.
    private static let tokenMin = Seconds(50e-6)

    private(set) var waited: Seconds?
    private(set) var tokensPerSecond: Double?

    /// From the newest attempt to older ones.
    mutating func take(_ attempt: RequestRecord.Attempt) {
        waited = waited ?? attempt.placement.waited
        tokensPerSecond = tokensPerSecond ?? Self.rate(attempt)
    }

    private static func rate(_ attempt: RequestRecord.Attempt) -> Double? {
        guard case .completed(let usage) = attempt.result, usage.outputTokens > 1, let end = attempt.endedAt else {
            return nil
        }
        let tokens = Double(usage.outputTokens)
        if let first = attempt.firstTokenAt, end - first >= tokenMin * tokens {
            return (tokens - 1) / (end - first).value
        }
        let whole = end - attempt.placement.receipt.decidedAt
        return whole > .zero ? tokens / whole.value : nil
    }
}
