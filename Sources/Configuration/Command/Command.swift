/// One thing a program can be told to do: `herd config`, or in several words `herd route explain`. Its settings say which flags
/// it takes.
package struct Command: Sendable {
    package let name: String
    let summary: String
    /// What is to follow, as the usage line shows it: `MODEL [FILE]`. What stands in brackets may be left out; a last one that
    /// ends with dots may be repeated. Nil: nothing may follow.
    let arguments: String?
    let settings: [any AnySetting]

    package init(_ name: String, summary: String, arguments: String? = nil, settings: [any AnySetting] = []) {
        precondition(!name.isEmpty)
        self.name = name
        self.summary = summary
        self.arguments = arguments
        self.settings = settings
    }

    var words: [Substring] { name.split(separator: " ") }

    /// The arguments it takes, by their names in the usage line.
    private var places: [Substring] { arguments?.split(separator: " ") ?? [] }

    /// What is wrong with the words that were given, if anything.
    func problem(with words: [String]) -> Problem? {
        if words.count < places.count, !places[words.count].hasPrefix("[") {
            return Problem(usage: "\(places[words.count]) is missing")
        }
        guard words.count > places.count, places.last?.contains("...") != true else { return nil }
        return Problem(usage: "unexpected argument \(Quoted.text(words[places.count]))")
    }

    var declarations: [Declaration] { settings.map(\.declaration) }
}
