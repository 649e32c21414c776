/// Why an answer ended where it did.
enum ChatFinish: Equatable, Sendable {
    case stop
    /// One of the client's stop sequences; which, few backends tell.
    case stopSequence(String)
    case length
    case toolCalls
    /// The model, or a filter around it, would not go on.
    case refusal
}
