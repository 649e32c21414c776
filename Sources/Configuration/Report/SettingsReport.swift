/// What `config` prints: every setting, the value in effect, and where it came from. Secrets show only that they are set.
package struct SettingsReport {
    private struct Row {
        var name: String
        var values: [String]
        var origin: Origin
        var declaration: Declaration
    }

    private let rows: [Row]

    /// Settings that only a flag can give belong to a command, not to the configuration, and are left out.
    package init(_ settings: Settings) {
        rows = settings.effective.filter { $0.declaration.layers.contains(.environment) }.map { effective in
            let values =
                effective.declaration.isSecret ? effective.texts.map { $0.isEmpty ? "" : "******" } : effective.texts
            return Row(
                name: effective.declaration.name,
                values: values,
                origin: effective.origin,
                declaration: effective.declaration
            )
        }
    }

    package var text: String {
        let names = rows.map(\.name.count).max() ?? 0
        let values = min(48, rows.map { shown($0).count }.max() ?? 0)
        return rows.map { row in
            "\(padded(row.name, to: names))  \(padded(shown(row), to: values))  \(row.origin)\n"
        }.joined()
    }

    package var json: String {
        let lines = rows.map { row in
            let place = row.origin == .standard ? "" : #", "place": \#(JSONText.quoted(row.origin.description))"#
            return #"  {"name": \#(JSONText.quoted(row.name)), "value": \#(literal(row)), "#
                + #""origin": "\#(row.origin.layer)"\#(place)}"#
        }
        return "[\n" + lines.joined(separator: ",\n") + "\n]\n"
    }

    private func shown(_ row: Row) -> String {
        let text = row.values.joined(separator: ", ")
        if text.isEmpty { return row.origin == .standard ? row.declaration.shown.map { "(\($0))" } ?? "-" : "-" }
        return text
    }

    private func literal(_ row: Row) -> String {
        let isLiteral = row.declaration.isLiteral && !row.declaration.isSecret
        let literals = row.values.map { isLiteral ? $0 : JSONText.quoted($0) }
        return row.declaration.isRepeatable ? "[\(literals.joined(separator: ", "))]" : literals.first ?? "null"
    }

    private func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
