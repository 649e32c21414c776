import HTTPEngine

/// Which of the backends from the settings do not answer, and why, as it was when they were last looked at. One that has never
/// answered is known by nothing else.
final class SilentBackends: Sendable {
    private let reasons = Locked<[Endpoint: String]>([:])

    /// - Parameter reason: nil for one that answers.
    func note(_ endpoint: Endpoint, _ reason: String?) {
        reasons.withLock { $0[endpoint] = reason }
    }

    var all: [(address: String, reason: String)] {
        reasons.withLock { $0.map { ($0.key.description, $0.value) } }.sorted { $0.address < $1.address }
    }
}
