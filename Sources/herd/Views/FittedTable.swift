import Console

/// Rows under a heading that fit a width: what matters least goes first, and the one column that may be long is cut.
struct FittedTable {
    struct Column {
        let title: String
        /// Columns with the highest number are left out first; 0 stays.
        let rank: Int
        var isWord = true
        /// It takes the room that is left.
        var isElastic = false

        init(_ title: String, rank: Int, isWord: Bool = true, isElastic: Bool = false) {
            self.title = title
            self.rank = rank
            self.isWord = isWord
            self.isElastic = isElastic
        }
    }

    /// Below this an elastic column says nothing.
    private static let elasticMin = 12
    private static let gap = 2

    private let columns: [Column]
    private(set) var rows: [[String]] = []

    init(_ columns: [Column]) {
        self.columns = columns
    }

    /// What came from elsewhere cannot steer the terminal.
    mutating func append(_ row: [String]) {
        precondition(row.count == columns.count)
        rows.append(row.map(Terminal.plain))
    }

    /// - Parameter width: nil for any.
    func lines(width: Int?) -> [String] {
        let shown = chosen(width)
        let widths = widths(of: shown, in: width)
        return ([columns.map(\.title)] + rows).map { row in
            let cells = zip(shown, widths).map { column, width in
                Self.cell(row[column], width, isWord: columns[column].isWord)
            }
            return Self.trimmed(cells.joined(separator: String(repeating: " ", count: Self.gap))).cut(to: width)
        }
    }

    /// A column in which nothing stands is of no use.
    private func chosen(_ width: Int?) -> [Int] {
        var shown = columns.indices.filter { column in
            columns[column].rank == 0 || rows.contains { !["", "-"].contains($0[column]) }
        }
        guard let width else { return shown }
        while least(shown) > width, let last = shown.max(by: { columns[$0].rank < columns[$1].rank }),
            columns[last].rank > 0
        {
            shown.removeAll { $0 == last }
        }
        return shown
    }

    private func natural(_ column: Int) -> Int {
        max(columns[column].title.count, rows.map { $0[column].count }.max() ?? 0)
    }

    private func least(_ shown: [Int]) -> Int {
        shown.reduce(Self.gap * max(shown.count - 1, 0)) { sum, column in
            sum + (columns[column].isElastic ? min(natural(column), Self.elasticMin) : natural(column))
        }
    }

    private func widths(of shown: [Int], in width: Int?) -> [Int] {
        let all = shown.map { natural($0) }
        guard let width, let elastic = shown.firstIndex(where: { columns[$0].isElastic }) else { return all }
        var widths = all
        let others = all.reduce(Self.gap * (shown.count - 1), +) - all[elastic]
        widths[elastic] = min(all[elastic], max(width - others, min(all[elastic], Self.elasticMin)))
        return widths
    }

    private static func cell(_ text: String, _ width: Int, isWord: Bool) -> String {
        let text = text.cut(to: width)
        let blanks = String(repeating: " ", count: width - text.count)
        return isWord ? text + blanks : blanks + text
    }

    private static func trimmed(_ line: String) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return line
    }
}

extension String {
    /// With a mark at its end where something is left out; nil leaves it whole.
    func cut(to width: Int?) -> String {
        guard let width, count > width else { return self }
        return width > 0 ? String(prefix(width - 1)) + "…" : ""
    }
}
