/// What the practice model has to say: perhaps a thought, and then either words or calls of tools.
///
/// It is taken apart piece by piece as it is sent; only the pieces of one call are ever held together.
struct PracticeAnswer: Sendable {
    /// What is said next, and in which part of the answer it belongs.
    struct Piece: Equatable, Sendable {
        var place: Int
        var part: PracticePart
        var text: String
        /// Among all pieces, from zero.
        var number = 0
    }

    private(set) var parts: [PracticePart]
    /// How many pieces have been said.
    private(set) var count = 0
    private let splitsCalls: Bool
    private var text: PracticeText
    private var place = 0
    private var waiting: ArraySlice<String> = []

    private let thought: ArraySlice<String>

    /// - Parameters:
    ///   - thought: the pieces of what is thought first, if anything is.
    ///   - splitsCalls: arguments come in pieces, as most servers send them.
    init(
        _ text: PracticeText,
        thought: ArraySlice<String> = [],
        calls: [PracticeToolCall] = [],
        splitsCalls: Bool = true
    ) {
        self.text = text
        self.thought = thought
        self.splitsCalls = splitsCalls
        parts = (thought.isEmpty ? [] : [.thought]) + (calls.isEmpty ? [.text] : calls.map(PracticePart.call))
        waiting = pieces(of: parts[0])
    }

    mutating func next() -> Piece? {
        while place < parts.count {
            let part = parts[place]
            if let piece = part == .text ? text.next() : waiting.popFirst() {
                defer { count += 1 }
                return Piece(place: place, part: part, text: piece, number: count)
            }
            place += 1
            if place < parts.count { waiting = pieces(of: parts[place]) }
        }
        return nil
    }

    /// Why it ended, once it has.
    var reason: PracticeSummary.Reason {
        if parts.contains(where: { $0.call != nil }) { return .calls }
        return text.reason == .length ? .length : .stop
    }

    private func pieces(of part: PracticePart) -> ArraySlice<String> {
        switch part {
        case .text: return []
        case .thought: return thought
        case .call(let call):
            guard splitsCalls else { return [call.arguments] }
            return Self.split(call.arguments)
        }
    }

    /// A few characters each, wherever that cuts: nobody may rely on where one piece ends.
    private static func split(_ text: String) -> ArraySlice<String> {
        var rest = Substring(text)
        var pieces: ArraySlice<String> = []
        while !rest.isEmpty {
            pieces.append(String(rest.prefix(7)))
            rest = rest.dropFirst(7)
        }
        return pieces
    }
}
