/// A program as its user meets it: commands, their settings, and the places where those may be given.
///
/// The whole start is one call, `read`, which either knows everything or reports everything that is wrong, before anything is
/// opened or started.
package struct Program: Sendable {
    package typealias FileReader = @Sendable (_ path: String) throws(FileFailure) -> [UInt8]?

    let name: String
    let version: String
    let summary: String
    /// The folder of its files under the platform's standard places.
    let folder: String
    let commands: [Command]
    let configuration: Setting<String>
    /// Beginnings of variables that belong to a sister program: `HERD_NODE_`.
    let foreignPrefixes: [String]

    /// - Parameters:
    ///   - configuration: the setting that names the file; of the environment and the flags only.
    ///   - commands: the first is what happens when no command is named.
    package init(
        _ name: String,
        version: String,
        summary: String,
        folder: String,
        configuration: Setting<String>,
        commands: [Command],
        foreignPrefixes: [String] = []
    ) {
        precondition(!commands.isEmpty && !configuration.declaration.layers.contains(.file))
        self.name = name
        self.version = version
        self.summary = summary
        self.folder = folder
        self.configuration = configuration
        self.commands = commands
        self.foreignPrefixes = foreignPrefixes
    }

    var fileName: String { "\(name).conf" }

    var variablePrefix: String { String(name.uppercased().map { $0 == "-" ? "_" : $0 }) + "_" }

    /// The program's own start: what the process was given.
    package func read(_ arguments: [String]) throws(SettingsError) -> Invocation {
        try read(arguments, in: OperatingSystem.surroundings()) { path throws(FileFailure) in
            try OperatingSystem.bytes(ofFile: path)
        }
    }

    /// - Parameter arguments: the command line without the program's name.
    package func read(
        _ arguments: [String],
        in surroundings: Surroundings,
        files: FileReader
    ) throws(SettingsError) -> Invocation {
        let arguments = arguments.first == "help" ? arguments.dropFirst() + ["--help"] : arguments[...]
        let (command, rest) = try commandAndRest(arguments)
        let line = CommandLineReader(rest, declarations: command.declarations)
        if line.wantsHelp {
            let page = HelpPage(program: self, surroundings: surroundings)
            return .say(arguments.count > rest.count ? page.text(for: command) : page.overview)
        }
        if line.wantsVersion { return .say("\(name) \(version)\n") }
        var start = Start(program: self, command: command, surroundings: surroundings)
        let settings = start.settings(line: line, files: files)
        guard start.problems.isEmpty else { throw refusal(start.problems, of: command) }
        return .run(command: command.name, settings: settings, arguments: line.words)
    }

    private func commandAndRest(_ arguments: ArraySlice<String>) throws(SettingsError) -> (Command, ArraySlice<String>)
    {
        guard let word = arguments.first, !word.hasPrefix("-") else { return (commands[0], arguments) }
        if let command = command(in: arguments) { return (command, arguments.dropFirst(command.words.count)) }
        // Who has the beginning of a longer command right is shown with what follows it.
        let longest = commands.filter { $0.words[0] == word }.map(\.words.count).max() ?? 1
        let written = arguments.prefix(longest).prefix { !$0.hasPrefix("-") }.joined(separator: " ")
        let hint = NearestName.hint(written, among: commands.map(\.name))
        throw refusal([Problem(usage: "unknown command \(Quoted.text(written))\(hint)")], of: commands[0])
    }

    /// The command that the words begin with; of several the one with the most words.
    func command(in words: ArraySlice<String>) -> Command? {
        commands.filter { command in words.starts(with: command.words) { $0 == $1 } }
            .max { $0.words.count < $1.words.count }
    }

    private func refusal(_ problems: [Problem], of command: Command) -> SettingsError {
        let page = command.name == commands[0].name ? "\(name) --help" : "\(name) \(command.name) --help"
        let isUsage = problems.contains(where: \.isUsage)
        return SettingsError(program: name, problems: problems, advice: isUsage ? "see \(page)" : "")
    }
}
