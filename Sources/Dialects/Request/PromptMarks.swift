import Fleet

/// The marks along a prompt, as it grows: at most thirty-two, however long it gets.
///
/// When there are too many, those in the middle are thinned out evenly: the first ones stay, which conversations that begin
/// alike share, and the last ones, which the next turn of this conversation will share. What a longer conversation keeps of a
/// shorter one is always among what the shorter one kept, because marks only ever go; so two turns meet.
struct PromptMarks: Sendable {
    private struct Mark {
        let number: Int
        let mark: PrefixMark
    }

    static let countMax = 32
    private static let firstKept = 4
    private static let lastKept = 12

    private var marks: [Mark] = []
    private var hash: UInt64 = 0
    private var count = 0
    private var stride = 1

    /// Shortest first.
    var all: [PrefixMark] { marks.map(\.mark) }

    /// The prompt goes on with this.
    mutating func absorb(_ value: UInt64) {
        hash = PromptHash.mix(hash, value)
    }

    /// - Parameter tokens: how many there are up to here.
    mutating func mark(tokens: Int) {
        count += 1
        marks.append(Mark(number: count, mark: PrefixMark(hash: hash, tokens: tokens)))
        if marks.count > Self.countMax { thin() }
        while marks.count > Self.countMax {
            stride *= 2
            thin()
        }
    }

    private mutating func thin() {
        let middle = (Self.firstKept + 1)...(count - Self.lastKept)
        marks.removeAll { middle.contains($0.number) && $0.number % stride != 0 }
    }
}
