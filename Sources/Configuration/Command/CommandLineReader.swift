/// Splits a command line into flags and plain words by what one command declares.
///
/// A flag takes its value after `=` or from the next word. That word may not begin with `--`: a forgotten value shows as such
/// instead of swallowing the flag behind it. After `--` everything is a plain word.
struct CommandLineReader {
    private(set) var entries: [Entry] = []
    private(set) var words: [String] = []
    private(set) var problems: [Problem] = []
    private(set) var wantsHelp = false
    private(set) var wantsVersion = false
    private let declarations: [Declaration]
    private var rest: ArraySlice<String>

    init(_ arguments: ArraySlice<String>, declarations: [Declaration]) {
        self.declarations = declarations
        rest = arguments
        while let argument = rest.popFirst() {
            switch argument {
            case "--":
                words += rest
                rest = []
            case "-h", "--help": wantsHelp = true
            case "--version": wantsVersion = true
            case _ where argument.hasPrefix("--"): readFlag(argument.dropFirst(2))
            case _ where argument.hasPrefix("-") && argument.count > 1:
                problems.append(Problem(usage: "unknown flag \(Quoted.text(argument)): flags begin with two dashes"))
            default: words.append(argument)
            }
        }
    }

    private mutating func readFlag(_ flag: Substring) {
        let equals = flag.firstIndex(of: "=")
        let name = String(flag[..<(equals ?? flag.endIndex)])
        let attached = equals.map { String(flag[flag.index(after: $0)...]) }
        let following = rest.first.flatMap { $0.hasPrefix("--") ? nil : $0 }
        guard let declaration = declarations.first(where: { $0.name == name && $0.layers.contains(.flag) }) else {
            // Its value, if it had one, would only be reported a second time.
            if attached == nil, following?.hasPrefix("-") == false { rest.removeFirst() }
            problems.append(Problem(usage: "unknown flag --\(Quoted.plain(name))\(hint(name))"))
            return
        }
        if let attached {
            add(name, attached)
        } else if declaration.isSwitch {
            add(name, "yes")
        } else if let following {
            rest.removeFirst()
            add(name, following)
        } else {
            problems.append(Problem(usage: "--\(name) needs a value: \(declaration.flag)"))
        }
    }

    private mutating func add(_ name: String, _ text: String) {
        entries.append(Entry(name: name, text: text, origin: .flag(name: name)))
    }

    private func hint(_ name: String) -> String {
        let flags = declarations.filter { $0.layers.contains(.flag) }.map(\.name)
        return NearestName.hint(name, among: flags + ["help", "version"], prefix: "--")
    }
}
