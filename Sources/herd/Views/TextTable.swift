import Console

/// Rows under a heading, each column as wide as it must be. Names to the left, figures to the right.
struct TextTable {
    private let heading: [String]
    /// The first so many columns hold words.
    private let words: Int
    private var rows: [[String]] = []

    init(_ heading: [String], words: Int) {
        self.heading = heading
        self.words = words
    }

    /// What came from elsewhere cannot steer the terminal.
    mutating func append(_ row: [String]) {
        precondition(row.count == heading.count)
        rows.append(row.map(Terminal.plain))
    }

    var lines: [String] {
        let all = (heading.allSatisfy(\.isEmpty) ? [] : [heading]) + rows
        let widths = heading.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        return all.map { row in
            let cells = row.indices.map { column -> String in
                let blanks = String(repeating: " ", count: widths[column] - row[column].count)
                return column < words ? row[column] + blanks : blanks + row[column]
            }
            return Self.trimmed(cells.joined(separator: "  "))
        }
    }

    private static func trimmed(_ line: String) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return line
    }
}
