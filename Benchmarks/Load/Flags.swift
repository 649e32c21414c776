/// The numbers a command was given, as `--name number`.
struct Flags {
    private var values: [String: Int] = [:]

    /// Nil when the words are not of that form.
    init?(_ words: some Collection<String>) {
        var rest = Array(words)[...]
        while let name = rest.popFirst() {
            guard name.hasPrefix("--"), let value = rest.popFirst().flatMap({ Int($0) }), value >= 0 else { return nil }
            values[String(name.dropFirst(2))] = value
        }
    }

    subscript(name: String) -> Int {
        get throws(LoadFailure) {
            guard let value = values[name] else { throw LoadFailure("--\(name) is missing") }
            return value
        }
    }

    func has(_ name: String) -> Bool { values[name, default: 0] != 0 }
}
