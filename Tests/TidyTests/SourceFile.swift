/// One file of the tree, with the little that the rules need to know of it.
struct SourceFile {
    /// From the root of the repository: `Sources/Fleet/Node.swift`.
    let path: String
    let rawLines: [String]
    let uncommentedLines: [String]
    let codeLines: [String]
    private let code: String

    init(path: String, text: String) {
        let text = SourceText(text)
        self.path = path
        rawLines = Self.lines(text.raw)
        uncommentedLines = Self.lines(text.withoutComments)
        codeLines = Self.lines(text.code)
        code = text.code
    }

    var name: String { path.split(separator: "/").last.map(String.init) ?? "" }
    var baseName: String { String(name.dropLast(name.hasSuffix(".swift") ? 6 : 0)) }

    /// The module of a file under `Sources/`.
    var module: String? {
        let parts = path.split(separator: "/")
        return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
    }

    /// The modules it imports, each with its line.
    var imports: [(module: String, line: Int)] {
        codeLines.enumerated().compactMap { index, line in
            let words = line.split(separator: " ")
            guard let place = words.firstIndex(of: "import"), words[..<place].allSatisfy(Self.isModifier) else {
                return nil
            }
            // `import struct Module.Type` names a kind first.
            let kinds = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
            let name = words[(place + 1)...].first { !kinds.contains(String($0)) }
            return name.map { (String($0.split(separator: ".")[0]), index + 1) }
        }
    }

    func violation(_ line: Int, _ reason: String) -> Violation {
        Violation(path: path, line: line, reason: reason)
    }

    /// The lines, counted from 1, where the word stands by itself in the code.
    func lines(withWord word: String) -> [Int] {
        guard code.contains(word) else { return [] }
        return codeLines.indices.filter { Word.occurs(word, in: codeLines[$0]) }.map { $0 + 1 }
    }

    private static func isModifier(_ word: Substring) -> Bool {
        word.hasPrefix("@") || ["package", "internal", "private", "fileprivate", "public"].contains(word)
    }

    private static func lines(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}
