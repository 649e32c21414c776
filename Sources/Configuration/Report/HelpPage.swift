/// What `--help` prints, made from the declarations, so that it cannot lag behind them.
struct HelpPage {
    static let columns = 96
    private static let flagColumnsMax = 26

    let program: Program
    let surroundings: Surroundings

    var overview: String {
        let command = program.commands[0]
        let list = program.commands.map { ($0.name, $0.summary + ($0.name == command.name ? " (the default)" : "")) }
        return """
            \(program.name) \(program.version): \(program.summary)

            Usage: \(program.name) [command] [flags]

            Commands:
            \(table(list, width: list.map(\.0.count).max() ?? 0))

            \(groups(command.declarations))
            \(places)

            """
    }

    func text(for command: Command) -> String {
        let isDefault = command.name == program.commands[0].name
        let shared = Set(isDefault ? [] : program.commands[0].declarations.map(\.name))
        let own = command.declarations.filter { !shared.contains($0.name) }
        let arguments = command.arguments.map { " \($0)" } ?? ""
        var parts = [
            "Usage: \(program.name) \(command.name) [flags]\(arguments)\n\n\(wrapped(command.summary, indent: 0))\n"
        ]
        if !own.isEmpty { parts.append(groups(own)) }
        let others = command.declarations.filter { shared.contains($0.name) }.map { "--\($0.name)" }
        if !others.isEmpty {
            let which =
                others.count == shared.count ? "every setting of \(program.name)" : others.joined(separator: ", ")
            parts.append(wrapped("It takes \(which) as well: see \(program.name) --help.", indent: 0) + "\n")
        }
        return parts.joined(separator: "\n")
    }

    private var places: String {
        let files = surroundings.configurationFiles(folder: program.folder, file: program.fileName)
        return wrapped(
            "Each setting may also stand in the environment, or as key = value in a file: the one that "
                + "--\(program.configuration.declaration.name) names, else the first of \(files.joined(separator: ", ")). "
                + "A flag goes before the environment, the environment before the file.",
            indent: 0
        )
    }

    private func groups(_ declarations: [Declaration]) -> String {
        var names: [String] = []
        for declaration in declarations where !names.contains(declaration.group) { names.append(declaration.group) }
        let width = declarations.map(\.flag.count).max() ?? 0
        return names.map { name in
            let rows = declarations.filter { $0.group == name }.map { ($0.flag, describe($0)) }
            return "\(name):\n" + table(rows, width: width) + "\n"
        }.joined(separator: "\n")
    }

    /// The help, then in brackets what a user of the file or the environment needs; the brackets are not broken.
    private func describe(_ declaration: Declaration) -> String {
        var facts: [String] = []
        let text = declaration.isSecret ? "" : declaration.defaultText(in: surroundings)
        if !text.isEmpty && !declaration.isSwitch { facts.append("default \(text)") }
        if declaration.isRepeatable { facts.append("repeatable") }
        if declaration.layers.contains(.environment) {
            facts.append(declaration.variable(prefix: program.variablePrefix))
        }
        guard !facts.isEmpty else { return declaration.help }
        return "\(declaration.help) " + Paragraph.unbroken("[\(facts.joined(separator: "; "))]")
    }

    private func table(_ rows: [(name: String, text: String)], width: Int) -> String {
        let width = min(Self.flagColumnsMax, width)
        return rows.map { name, text in
            let body = wrapped(text, indent: width + 4)
            return name.count > width
                ? "  \(name)\n\(body)" : "  \(name)" + String(body.dropFirst(name.count + 2))
        }.joined(separator: "\n")
    }

    private func wrapped(_ text: String, indent: Int) -> String {
        Paragraph.wrapped(text, columns: Self.columns, indent: String(repeating: " ", count: indent))
    }
}
