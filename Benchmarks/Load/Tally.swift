import HTTPEngine

/// What the clients of one load counted.
///
/// `@unchecked Sendable`: touched on the loop's thread only, where all of them run.
final class Tally: @unchecked Sendable {
    /// What is left to say when the load is over.
    struct Summary: Sendable {
        var json: String
        var isClean: Bool
    }

    /// Requests, tokens or uploads that came back whole and right.
    var done = 0
    private var open = 0
    private var openMax = 0
    private var failures = 0
    private var firstFailure = ""
    /// How long each token was on its way.
    private var delays: [UInt64] = []
    private let began = EventLoop.clock()

    func fail(_ failure: LoadFailure) {
        if failures == 0 { firstFailure = failure.reason }
        failures += 1
    }

    func noteOpen() {
        open += 1
        openMax = max(openMax, open)
    }

    func noteClosed() {
        open -= 1
    }

    func note(_ delay: LoopSpan) {
        delays.append(delay.nanoseconds)
    }

    var summary: Summary {
        let seconds = Double(EventLoop.clock().since(began).nanoseconds) / 1e9
        let sorted = delays.sorted()
        let reason = firstFailure.filter { $0 != "\"" && $0 != "\\" && !$0.isNewline }
        let json = """
            {"done": \(done), "failed": \(failures), "failure": "\(reason)", "open_max": \(openMax), \
            "seconds": \(seconds), "delay_p50_us": \(Self.microseconds(sorted, 0.5)), \
            "delay_p99_us": \(Self.microseconds(sorted, 0.99))}
            """
        return Summary(json: json, isClean: failures == 0)
    }

    /// The value that the given share of all does not exceed.
    private static func microseconds(_ sorted: [UInt64], _ share: Double) -> Double {
        if sorted.isEmpty { return 0 }
        let place = Int((Double(sorted.count) * share).rounded(.up)) - 1
        return Double(sorted[max(0, place)]) / 1000
    }
}
