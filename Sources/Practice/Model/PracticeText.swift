/// The words of one answer, piece by piece as a model would produce them: the same for the same seed.
///
/// It ends by itself after a few paragraphs, or earlier at a limit. For measuring it can be told to go on up to a limit
/// instead, as `ignore_eos` does with real servers.
package struct PracticeText: Sequence, IteratorProtocol, Sendable {
    package enum Length: Equatable, Sendable {
        case natural
        case atMost(Int)
        case exactly(Int)

        /// What is left of it behind some other pieces.
        func after(_ count: Int) -> Length {
            switch self {
            case .natural: .natural
            case .atMost(let limit): .atMost(limit - count)
            case .exactly(let limit): .exactly(limit - count)
            }
        }

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

    package enum Form: Equatable, Sendable {
        /// With something the request makes it say first, if anything.
        case prose(remark: String = "")
        /// One object.
        case json
        /// This, which some schema wants.
        case instance(String)
    }

    package init(seed: UInt64, length: Length = .natural, form: Form = .prose()) {
        tokensMax = length.tokensMax
        goesOn = if case .exactly = length { true } else { false }
        chance = PracticeChance(seed: seed)
        paragraphsLeft = Int.random(in: 1...3, using: &chance)
        pieces = PracticePhrases.openingPieces[...]
        if case .prose(let remark) = form {
            pieces += PracticePhrases.pieces(of: remark)
        } else if !goesOn {
            pieces = objectPieces(form)[...]
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

    private mutating func objectPieces(_ form: Form) -> [String] {
        if case .instance(let json) = form { return PracticePhrases.pieces(of: json) }
        return PracticePhrases.jsonPieces(paragraph: nextParagraph())
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
