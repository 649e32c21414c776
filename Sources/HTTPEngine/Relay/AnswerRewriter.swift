/// Speaks for a client to a backend of another language, and the other way round, on the loop's thread.
///
/// The relay keeps to HTTP: which bytes belong to a body, when the client has room for more, what became of the connection. What
/// they mean is the rewriter's. Neither a path nor a body nor a field of the backend's answer reaches the client around it.
package protocol AnswerRewriter: AnyObject {
    /// What the backend is asked in the place of the client's path and body.
    var path: String { get }
    var body: [ArraySlice<UInt8>] { get }
    /// Whole field lines that go with it.
    var fields: [UInt8] { get }
    /// The client's key in the form of the backend's language, for a backend that has none of ours; may be empty.
    var key: [UInt8] { get }
    /// Whether a field of the client's head goes along.
    func keeps(_ field: HeadField, of head: RequestHead) -> Bool

    /// What the client's stream is called; nil when it is to get its answer in one piece.
    var streamType: String? { get }
    /// Reads what follows in a stream; `output` is then what the client is to be told of it.
    func read(_ data: Span<UInt8>)
    /// The stream has ended.
    func finish()
    /// In memory that the next call uses again; may be empty. After a failure it ends with the client's form of that.
    var output: [UInt8] { get }
    var progress: RewrittenStream { get }
    /// An answer in one piece, or a refusal, in the client's language. What is none is a failure of the backend.
    func rewrite(_ answer: HeldAnswer) -> HeldAnswer
}

/// How far a stream has come that is rewritten.
package enum RewrittenStream {
    case going
    /// The client has been told all, with a proper end.
    case complete
    /// There is no more to come of it: the answer as it would be, had nothing been said yet.
    indirect case failed(HeldAnswer)
}
