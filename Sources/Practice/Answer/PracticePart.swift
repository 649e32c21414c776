/// One part of an answer, as clients tell them apart: what was thought, what is said, or the call of a tool.
enum PracticePart: Equatable, Sendable {
    case thought
    case text
    case call(PracticeToolCall)

    var call: PracticeToolCall? { if case .call(let call) = self { call } else { nil } }
}

/// A tool the client is asked to use.
struct PracticeToolCall: Equatable, Sendable {
    /// Among the calls of one answer, from zero.
    var number: Int
    var id: String
    var name: String
    /// As JSON.
    var arguments: String
}

/// A part with everything that was said in it.
struct PracticeSaid: Equatable, Sendable {
    var part: PracticePart
    var text: String
}
