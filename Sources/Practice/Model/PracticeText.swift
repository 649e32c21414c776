/// The words of one answer, piece by piece as a model would produce them: the same for the same seed.
///
/// It ends by itself after a few paragraphs, or earlier at a limit. For measuring it can be told to go on up to a limit
/// instead, as `ignore_eos` does with real servers.
package struct PracticeText: Sequence, IteratorProtocol, Sendable {
    package enum Length: Equatable, Sendable {
        case natural
        case atMost(Int)
        case exactly(Int)

        var tokensMax: Int {
            switch self {
            case .natural: PracticeText.tokensMax
            case .atMost(let count), .exactly(let count): Swift.min(Swift.max(count, 0), PracticeText.tokensMax)
            }
        }
    }

    /// Nobody gets more than this, because an answer that is not streamed is held in memory.
    package static let tokensMax = 100_000

    package enum Reason: Equatable, Sendable { case stop, length }

    /// How many pieces have been said.
    package private(set) var count = 0
    private let tokensMax: Int
    private let goesOn: Bool
    private var chance: PracticeChance
    /// Which paragraphs come, the next one last.
    private var order: [Int] = []
    private var paragraphsLeft: Int
    private var isClosed = false
    private var pieces: ArraySlice<String>

    /// - Parameter isJSON: one object instead of prose.
    package init(seed: UInt64, length: Length = .natural, isJSON: Bool = false) {
        tokensMax = length.tokensMax
        goesOn = if case .exactly = length { true } else { false }
        chance = PracticeChance(seed: seed)
        paragraphsLeft = Int.random(in: 1...3, using: &chance)
        pieces = PracticePhrases.openingPieces[...]
        if isJSON && !goesOn {
            pieces = PracticePhrases.jsonPieces(paragraph: nextParagraph())[...]
            isClosed = true
        }
    }

    package mutating func next() -> String? {
        if count >= tokensMax { return nil }
        if pieces.isEmpty { refill() }
        guard let piece = pieces.popFirst() else { return nil }
        count += 1
        return piece
    }

    /// Why it ended, once it has.
    package var reason: Reason {
        count == tokensMax ? .length : .stop
    }

    private mutating func refill() {
        if isClosed { return }
        isClosed = !goesOn && paragraphsLeft == 0
        let next = isClosed ? PracticePhrases.closingPieces : PracticePhrases.paragraphPieces[nextParagraph()]
        pieces = next[...]
    }

    private mutating func nextParagraph() -> Int {
        if order.isEmpty { order = PracticePhrases.paragraphPieces.indices.shuffled(using: &chance) }
        paragraphsLeft = Swift.max(0, paragraphsLeft - 1)
        return order.removeLast()
    }
}
