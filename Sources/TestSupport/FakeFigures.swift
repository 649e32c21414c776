/// What a `FakeBackend` has seen of its clients so far.
package struct FakeFigures: Sendable {
    package struct Request: Sendable {
        package var method: String
        /// Without the part that told the backend how to misbehave.
        package var target: String
        /// The head as it came.
        package var head: String
        /// Empty when the answer came before it was read.
        package var body: [UInt8]
        /// What was sent back so far, head and body.
        package internal(set) var answer: [UInt8] = []
        /// Which of the accepted connections it came on, counted from zero.
        package var connection: Int

        package var text: String { String(decoding: body, as: UTF8.self) }
    }

    package internal(set) var requests: [Request] = []
    package internal(set) var connectionsAccepted = 0
    package internal(set) var connectionsOpen = 0
    /// Answers that were sent to their end.
    package internal(set) var answers = 0
    /// Clients that left before their answer was complete.
    package internal(set) var departures = 0
    /// Requests that no strict server would take.
    package internal(set) var refusals: [String] = []
}
