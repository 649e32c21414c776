import Dialects

/// Which tools a request offers, and which of them the practice model uses.
///
/// It uses those that the last message names, in the order in which it does: `get_weather({"city": "Bern"})` with these
/// arguments, a name alone with arguments made up from the tool's schema. So a client decides what happens by what it says.
struct PracticeTools: Sendable {
    /// What the client wants to be done with its tools.
    enum Choice: Equatable, Sendable {
        case none, auto, any
        case named(String)
    }

    private struct Tool {
        var name: String
        var schema: JSONValue
    }

    private var tools: [Tool] = []
    var choice = Choice.auto
    var allowsSeveral = true

    /// - Parameter offered: in the form of OpenAI and Ollama, or in Anthropic's.
    init(_ offered: [JSONValue]) throws(PracticeError) {
        for entry in offered {
            let tool = entry["function"] ?? entry
            guard let name = tool["name"]?.string, !name.isEmpty else { throw .invalid("a tool needs a name") }
            tools.append(Tool(name: name, schema: tool["parameters"] ?? tool["input_schema"] ?? [:]))
        }
    }

    /// - Parameters:
    ///   - turn: nil where there is no chat, and so no tools.
    ///   - seed: of the answer; the calls' identifiers depend on it.
    func calls(in turn: PracticeTurn?, prefix: String, seed: UInt64) throws(PracticeError) -> [PracticeToolCall] {
        guard let turn, !tools.isEmpty, choice != .none else { return [] }
        var uses = turn.results.isEmpty ? mentions(in: turn.text) : []
        if case .named(let name) = choice {
            guard let tool = tools.first(where: { $0.name == name }) else { throw .invalid("no tool is named \(name)") }
            uses = uses.filter { $0.tool.name == name }
            if uses.isEmpty { uses = [(tool, nil)] }
        }
        if uses.isEmpty, choice == .any { uses = [(tools[0], nil)] }
        if !allowsSeveral { uses = Array(uses.prefix(1)) }
        var chance = PracticeChance(seed: seed)
        return uses.enumerated().map { number, use in
            PracticeToolCall(
                number: number,
                id: prefix + hexadecimal(chance.next()),
                name: use.tool.name,
                arguments: use.arguments ?? PracticeInstance(of: use.tool.schema).text
            )
        }
    }

    private func mentions(in text: String) -> [(tool: Tool, arguments: String?)] {
        var found: [(tool: Tool, arguments: String?)] = []
        var rest = Substring(text)
        while !rest.isEmpty {
            let word = rest.prefix(while: Self.belongsToName)
            rest = rest.dropFirst(max(word.count, 1))
            guard let tool = tools.first(where: { $0.name == word }) else { continue }
            let arguments = Self.arguments(at: rest)
            found.append((tool, arguments))
            // What stands in the arguments mentions nothing.
            if let arguments { rest = rest.dropFirst(arguments.count + 1) }
        }
        return found
    }

    private static func belongsToName(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_" || character == "-"
    }

    /// The JSON object in the brackets behind a name, if there is one.
    private static func arguments(at text: Substring) -> String? {
        guard text.hasPrefix("({") else { return nil }
        // A bracket may stand in a string; whoever writes a hundred of them means something else.
        for end in text.indices.lazy.filter({ text[$0] == ")" }).prefix(100) {
            let candidate = String(text[..<end].dropFirst())
            if (try? JSONValue(parsing: Array(candidate.utf8)))?.object != nil { return candidate }
        }
        return nil
    }
}
