/// One reading of a command's settings: collects the layers, and everything that is wrong with them.
struct Start {
    let program: Program
    let command: Command
    let surroundings: Surroundings
    private(set) var problems: [Problem] = []

    init(program: Program, command: Command, surroundings: Surroundings) {
        self.program = program
        self.command = command
        self.surroundings = surroundings
    }

    mutating func settings(line: CommandLineReader, files: Program.FileReader) -> Settings {
        problems = line.problems + [problem(with: line.words)].compactMap(\.self)
        // A command with nothing but flags of its own works however broken the file and the environment are.
        let isLayered = command.declarations.contains { !$0.layers.isDisjoint(with: [.file, .environment]) }
        let variables = isLayered ? environment() : []
        let file = isLayered ? configurationFile(variables + line.entries, files) : nil
        let layers = Layers(
            [(.file, file?.entries ?? []), (.environment, variables), (.flag, line.entries)],
            declarations: command.declarations,
            surroundings: surroundings
        )
        problems += (file?.problems ?? []) + layers.problems
        problems = problems.filter(\.isUsage) + problems.filter { !$0.isUsage }
        return Settings(layers.effective.map { naming(file?.path, in: $0) })
    }

    private func problem(with words: [String]) -> Problem? {
        if command.arguments == nil, let misplaced = program.command(in: words[...]) {
            let hint = "the command comes first, as in \(program.name) \(misplaced.name)"
            return Problem(usage: "unexpected argument \(Quoted.text(words[0])): \(hint)")
        }
        return command.problem(with: words)
    }

    private mutating func environment() -> [Entry] {
        let known = names(of: .environment)
        let ours = surroundings.environment.filter { $0.key.hasPrefix(program.variablePrefix) }
        var entries: [Entry] = []
        for (variable, text) in ours.sorted(by: { $0.key < $1.key }) {
            let origin = Origin.environment(variable: variable)
            if let declaration = known.first(where: { $0.variable(prefix: program.variablePrefix) == variable }) {
                entries += declaration.texts(ofVariable: text).map {
                    Entry(name: declaration.name, text: $0, origin: origin)
                }
            } else if !program.foreignPrefixes.contains(where: variable.hasPrefix) {
                problems.append(Problem(at: origin, "no setting has this variable\(hint(variable, known))"))
            }
        }
        return entries
    }

    private func hint(_ variable: String, _ known: [Declaration]) -> String {
        let prefix = program.variablePrefix
        let names = known.map { String($0.variable(prefix: prefix).dropFirst(prefix.count)) }
        return NearestName.hint(String(variable.dropFirst(prefix.count)), among: names, prefix: prefix)
    }

    /// The named file, or the first that exists of the standard ones. No standard file is no mistake, a named one must be there.
    private mutating func configurationFile(_ entries: [Entry], _ files: Program.FileReader) -> ConfigurationFile? {
        let named = entries.last { $0.name == program.configuration.declaration.name && !$0.text.isEmpty }
        let paths =
            named.map { [surroundings.expanded($0.text) ?? $0.text] }
            ?? surroundings.configurationFiles(folder: program.folder, file: program.fileName)
        for path in paths {
            do throws(FileFailure) {
                guard let bytes = try files(path) else { continue }
                return known(ConfigurationFile(bytes: bytes, path: path))
            } catch {
                problems.append(Problem(file: path, "cannot be read: \(error.reason)"))
                return nil
            }
        }
        if let named { problems.append(Problem(at: named.origin, "there is no file \(Quoted.text(named.text))")) }
        return nil
    }

    private mutating func known(_ file: ConfigurationFile) -> ConfigurationFile {
        let names = names(of: .file).map(\.name)
        for entry in file.entries where !names.contains(entry.name) {
            let hint = NearestName.hint(entry.name, among: names)
            problems.append(Problem(at: entry.origin, "unknown setting \(Quoted.text(entry.name))\(hint)"))
        }
        return file
    }

    /// All that the program knows, not only this command: one file and one environment serve every command.
    private func names(of layer: Layer) -> [Declaration] {
        program.commands.flatMap(\.declarations).filter { $0.layers.contains(layer) }
    }

    /// A file that was found without being named is worth showing.
    private func naming(_ path: String?, in effective: Settings.Effective) -> Settings.Effective {
        guard let path, effective.declaration.name == program.configuration.declaration.name else { return effective }
        var effective = effective
        effective.value = path
        return effective
    }
}
