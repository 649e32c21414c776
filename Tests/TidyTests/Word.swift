/// Words as the compiler sees them: `Task` is not in `TaskGroup`.
enum Word {
    static func occurs(_ word: String, in line: String) -> Bool {
        !rests(after: word, in: line).isEmpty
    }

    /// What follows each occurrence of the word in the line.
    static func rests(after word: String, in line: String) -> [Substring] {
        line.ranges(of: word).filter { range in
            let before = range.lowerBound == line.startIndex ? nil : line[line.index(before: range.lowerBound)]
            let after = range.upperBound == line.endIndex ? nil : line[range.upperBound]
            return !isPart(before) && !(word.last.map(isPart) == true && isPart(after))
        }.map { line[$0.upperBound...] }
    }

    private static func isPart(_ character: Character?) -> Bool {
        guard let character else { return false }
        return character.isLetter || character.isNumber || character == "_"
    }
}
