/// One thing that happens while an answer comes: what stream readers make of a backend's frames, and writers of a client's.
///
/// A whole answer is the same events at once. Calls are counted from nought in the order they begin, and only the pieces of
/// one that has begun follow.
enum ChatEvent: Equatable, Sendable {
    case thinking(String)
    /// What proves to its maker that the thought before is the model's own.
    case signature(String)
    /// - logprobs: the elements of the list, as JSON, without its brackets.
    case text(String, logprobs: String?)
    case call(Int, id: String, name: String)
    case arguments(Int, String)
    /// Replaces what earlier ones said, as far as it says something.
    indirect case usage(AnswerUsage)
    case finish(ChatFinish)
    /// The proper end. Nothing follows.
    case end
    /// In the place of an end. Nothing follows.
    indirect case failure(DialectError)

    var isLast: Bool {
        switch self {
        case .end, .failure: true
        default: false
        }
    }
}
