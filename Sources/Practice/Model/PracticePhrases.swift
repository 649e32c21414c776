/// What the practice model can say. Nothing here needs an escape in JSON.
enum PracticePhrases {
    static let opening = "This is Herd's built-in practice model, not a real language model."

    private static let closing =
        "For answers that were thought about, start Ollama, LM Studio or llama-server on any machine of yours and name it to "
        + "Herd with --backend. Nothing else in your program has to change."

    private static let paragraphs = [
        "It helps to write down what a good answer would look like before looking for one. Two sentences are enough. When they "
            + "are hard to write, the question is not finished yet, and that is worth knowing early.",
        "Start with the smallest version that does something useful. Let somebody else try it, watch where they hesitate, and "
            + "change that place first. The rest can wait until it hurts.",
        "Measure before you change anything. A number from yesterday is worth more than an opinion from today, and it lets you "
            + "say afterwards whether the change was an improvement or only a change.",
        "When two parts of a plan depend on each other, do the one first that could fail. If it does, the other would have been "
            + "wasted. If it does not, you can promise the rest with a clear conscience.",
        "A good name saves a comment. Say what a thing is for rather than how it is made, use the same word for the same idea "
            + "everywhere, and rename it the moment you notice that you explain it in conversation.",
        "Most delays are queues. Look for the place where work waits rather than the place where it is done, because adding speed "
            + "behind a queue only makes the next one longer.",
        "If a problem appears only sometimes, make it appear more often. Run it a thousand times, in another order, with less "
            + "memory, on a slower machine. What happens on demand can be repaired, what happens by chance can only be hoped away.",
        "Keep a list of what you decided against, and why. In half a year somebody will have the same idea again, perhaps "
            + "yourself, and the reason may no longer hold. That is the best moment to read it.",
        "Ask for the deadline, then ask what happens on the day after. Often the answer shows which half of the work the deadline "
            + "was really about.",
        "Reading is slower than it seems, so put the conclusion first. Those who trust you can stop there, and those who do not "
            + "will read the reasons more carefully because they know where they lead.",
        "Backups are only as good as the last time one was restored. Choose a quiet afternoon, restore one on an empty machine, "
            + "and write down what was missing. It will be something small, like a password.",
        "When a discussion goes round in circles, write both positions on one page and let each side correct the description of "
            + "the other. Usually they differ in one assumption, which can be tested.",
        "Prefer two simple tools that meet at a file to one that does everything. You can look into the file, keep it, compare it "
            + "with the one of last week, and replace either tool without asking the other.",
        "Rest is part of the work. A walk solves what an evening at the desk does not, and mistakes made when tired take longer "
            + "to find than the work they saved.",
    ]

    private static let thought = "The question is clear enough. A practice model has one answer, so that will be it."

    // The same in pieces, taken apart once.
    static let openingPieces = pieces(of: opening)
    static let thoughtPieces = pieces(of: thought)
    static let closingPieces = pieces(of: "\n\n" + closing)
    static let paragraphPieces = paragraphs.map { pieces(of: "\n\n" + $0) }

    static func jsonPieces(paragraph: Int) -> [String] {
        pieces(of: "{\"note\": \"\(opening)\", \"answer\": \"\(paragraphs[paragraph])\"}")
    }

    /// Words with the space before them, long ones in two; punctuation and line ends by themselves.
    static func pieces(of text: String) -> [String] {
        var pieces: [String] = []
        var letters = 0
        for character in text {
            let isLetter = character.isLetter || character.isNumber
            let belongs =
                switch pieces.last {
                case nil: false
                case " "?: isLetter
                case let last?: isLetter ? 1..<7 ~= letters : character == "\n" && last.last == "\n"
                }
            if belongs { pieces[pieces.count - 1].append(character) } else { pieces.append(String(character)) }
            letters = !isLetter ? 0 : belongs ? letters + 1 : 1
        }
        return pieces
    }
}
