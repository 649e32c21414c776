/// What a dialect reports when an answer has ended.
struct PracticeSummary: Equatable, Sendable {
    enum Reason: Equatable, Sendable { case stop, length, calls }

    var promptTokens: Int
    var tokens: Int
    var reason: Reason
    var promptDuration: Duration
    var evalDuration: Duration

    /// The model is always loaded; the field that says how long that took is left out when it is zero.
    var loadDuration: Duration { .milliseconds(1) }
    var totalDuration: Duration { loadDuration + promptDuration + evalDuration }
}
