package import Fleet
package import Routing

/// A way to route: the production dispatcher, or one it is compared with. It sees what a router would see.
package protocol Scheme {
    mutating func submit(_ job: Int, _ request: Request, at now: Instant) -> [Decision]
    mutating func heartbeat(_ beat: Heartbeat, at now: Instant) -> [Decision]
    mutating func firstToken(_ job: Int, at now: Instant) -> [Decision]
    mutating func finished(_ job: Int, tokens: Int, at now: Instant) -> [Decision]
    mutating func failed(_ job: Int, _ failure: AttemptFailure, at now: Instant) -> [Decision]
    mutating func cancelled(_ job: Int, at now: Instant) -> [Decision]
    mutating func loaded(_ node: Int, _ model: Int, succeeded: Bool, at now: Instant) -> [Decision]
    mutating func wake(at now: Instant) -> [Decision]
    var wakeAt: Instant? { get }
    /// What is wrong with it after an event; empty when nothing is.
    func audit(at now: Instant) -> [String]
}

/// What a scheme wants done, in the world's own numbers.
package enum Decision {
    case place(job: Int, node: Int, context: Int)
    case load(node: Int, model: Int, context: Int)
    case end(job: Int, Outcome)
}

extension Scheme {
    package func audit(at now: Instant) -> [String] { [] }
}
