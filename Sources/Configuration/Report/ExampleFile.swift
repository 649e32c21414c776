/// A settings file that changes nothing: every setting with its help and its default, commented out. `Config/` ships it, and a
/// test compares the two.
package struct ExampleFile {
    private let program: Program

    package init(_ program: Program) {
        self.program = program
    }

    package var text: String {
        // Neutral surroundings: the same file on every machine.
        let surroundings = Surroundings(platform: .linux, home: "~")
        var text = """
            # Settings of \(program.name). Every line that begins with "#" and a name shows a default: take away the # to change it.
            # The environment (\(program.variablePrefix)...) goes before this file, and flags go before both.
            # `\(program.name) config` shows what is in effect and where it came from.

            """
        var group = ""
        for declaration in program.commands[0].declarations where declaration.layers.contains(.file) {
            if declaration.group != group {
                group = declaration.group
                text += "\n# ---- \(group) ----\n"
            }
            text += "\n\(comment(declaration))\n#\(declaration.name) = \(value(declaration, surroundings))\n"
        }
        return text
    }

    private func comment(_ declaration: Declaration) -> String {
        var help = declaration.help
        if declaration.isRepeatable { help += " May stand several times." }
        if declaration.isRepeatable || declaration.example != nil {
            help += " Default: \(declaration.shown ?? "none")."
        }
        return Paragraph.wrapped(help, columns: 100, indent: "# ")
    }

    private func value(_ declaration: Declaration, _ surroundings: Surroundings) -> String {
        declaration.example ?? declaration.write(declaration.standard(surroundings)).joined(separator: ", ")
    }
}
