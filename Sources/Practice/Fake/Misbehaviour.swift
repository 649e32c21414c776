/// How a backend's answer goes wrong, as a value: nothing set is an answer that is right.
///
/// As text it is a list like `status=503;retry-after=2`, for a request's `X-Fake` field or for a path:
/// `/fake/stall-after=3/api/chat`.
package struct Misbehaviour: Equatable, Sendable {
    package enum Ending: String, CaseIterable, Sendable { case close, reset }

    /// Where a body leaves the right way; so many of its frames are sent as they should be. A whole answer is one frame.
    package enum Turn: Equatable, Sendable {
        /// Nothing more comes, and the connection stays.
        case stall(after: Int)
        case close(after: Int)
        case reset(after: Int)
        /// The message ends properly, without the frame that says the answer is complete.
        case end(after: Int)
        /// A frame in the client's dialect says that something failed, and the message ends.
        case fail(after: Int)
        case brokenJSON(after: Int)
        case endless(every: Duration)
    }

    /// What the head says about the body's length.
    package enum LengthFault: String, CaseIterable, Sendable {
        /// Less than is sent.
        case short
        /// More than is sent; then the connection ends.
        case long
        /// A length, and a chunked body.
        case both
        /// Two lengths that differ.
        case repeated
        case negative
    }

    package enum ChunkFault: String, CaseIterable, Sendable {
        case size, overflow, negative, `extension`, overlong, lineFeed = "line-feed"
        /// The connection ends inside a chunk.
        case cut
    }

    package enum HeadFault: String, CaseIterable, Sendable {
        case fold, lineFeed = "line-feed", nul, space, status, version
        /// No HTTP at all.
        case foreign
    }

    package enum Excess: String, CaseIterable, Sendable {
        case bytes
        /// A second answer, which nobody asked for.
        case answer
    }

    package enum Early: String, CaseIterable, Sendable {
        /// Then the body is read and the connection goes on.
        case read
        case close
    }

    // Not wrong, but other than the practice model would have it.
    package var tokens: Int?
    package var tokensPerSecond: Double?
    package var firstToken: Duration?
    /// Comments at the beginning of a stream of events.
    package var comments = 0
    package var commentInterval = Duration.zero
    package var isHTTP10 = false
    package var hasTrailers = false
    /// Answers in front of the answer.
    package var interim: [UInt16] = []

    package var status: UInt16?
    package var retryAfter: String?
    package var firstByte = Duration.zero
    /// The request is taken in and never answered.
    package var hangs = false
    /// The connection ends without an answer.
    package var drop: Ending?
    /// The answer comes before the request's body was read.
    package var early: Early?
    package var turn: Turn?
    package var length: LengthFault?
    package var chunk: ChunkFault?
    package var head: HeadFault?
    /// More bytes, or more fields, than a head should have.
    package var headBytes = 0
    package var headFields = 0
    package var excess: Excess?
    /// Between every two bytes.
    package var dribble: Duration?
    /// The connection ends when the first byte of the next request arrives.
    package var reuse: Ending?
    /// The connection ends right after the answer, which has promised the opposite.
    package var idle: Ending?

    package init() {}
}
