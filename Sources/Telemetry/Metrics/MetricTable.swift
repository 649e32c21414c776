/// Numbers kept elsewhere, one for each combination of label values, as read at a scrape.
///
/// A page holds no more rows of it than declared and no value longer than a name should be, whoever made up the names: what is
/// beyond that is added up in one row of `other`, or left out where a sum means nothing.
package struct MetricTable: Sendable {
    private static let valueBytesMax = 128

    private let labels: [String]
    private let rowsMax: Int
    private let isSummable: Bool
    private var places: [[String]: Int] = [:]
    private(set) var rows: [(labels: [MetricLabel], value: Int)] = []

    init(labels: [String], rowsMax: Int, isSummable: Bool) {
        self.labels = labels
        self.rowsMax = rowsMax
        self.isSummable = isSummable
    }

    /// - Parameter values: one for each label, in their order.
    package mutating func add(_ values: String..., value: Int) {
        precondition(values.count == labels.count)
        let values = values.map(Self.shortened)
        if let place = places[values] {
            if isSummable { rows[place].value += value }
        } else if rows.count < rowsMax {
            append(values, value)
        } else if isSummable {
            let others = labels.map { _ in "other" }
            if let place = places[others] { rows[place].value += value } else { append(others, value) }
        }
    }

    private mutating func append(_ values: [String], _ value: Int) {
        places[values] = rows.count
        rows.append((zip(labels, values).map { MetricLabel(name: $0, value: $1) }, value))
    }

    private static func shortened(_ text: String) -> String {
        if text.utf8.count <= valueBytesMax { return text }
        var kept = ""
        for scalar in text.unicodeScalars {
            if kept.utf8.count + UTF8.width(scalar) > valueBytesMax { break }
            kept.unicodeScalars.append(scalar)
        }
        return kept
    }
}

/// A table read at each scrape.
struct MetricTableReading: MetricSource {
    let labels: [String]
    let rowsMax: Int
    let type: MetricType
    let read: @Sendable (inout MetricTable) -> Void

    func write(to page: inout MetricsPage, name: String) {
        var table = MetricTable(labels: labels, rowsMax: rowsMax, isSummable: type == .counter)
        read(&table)
        for row in table.rows { page.sample(name, row.labels, String(row.value)) }
    }
}
