package import Fleet
package import Telemetry

/// What is kept of a request that has ended: who served it and what it took. Never what was asked or answered.
package struct Trace: Equatable, Sendable {
    package enum Outcome: String, CaseIterable, Sendable {
        case completed, failed, cancelled, refused, expired
    }

    /// Its id; a client may have chosen it, so it is cut to `requestBytesMax`.
    package let request: String
    package var ended: Telemetry.WallTime
    package var client: ClientID
    package var outcome: Outcome
    /// What the client was told; 0 if it left before that.
    package var status: Int
    /// Nil in these where it did not come so far.
    package var model: ModelName?
    package var node: String?
    package var backend: String?
    package var attempts = 0
    package var waited = Duration.zero
    package var timeToFirstToken: Duration?
    package var duration = Duration.zero
    package var promptTokens: Int?
    package var outputTokens: Int?

    package init(request: String, ended: Telemetry.WallTime, client: ClientID, outcome: Outcome, status: Int) {
        self.request = Self.cut(request)
        self.ended = ended
        self.client = client
        self.outcome = outcome
        self.status = status
    }

    package static let requestBytesMax = 128

    static func cut(_ request: String) -> String {
        request.utf8.count <= requestBytesMax
            ? request : String(decoding: request.utf8.prefix(requestBytesMax), as: UTF8.self)
    }
}
