/// What is known about a setting without its type: everything that help, the example file and the report show.
package struct Declaration: Sendable {
    /// Words with dashes, as in the flag and in the file: `stop-deadline`.
    package let name: String
    package let group: String
    package let help: String
    let placeholder: String
    let expected: String
    let shown: String?
    /// A value worth showing in the example file when the default is empty.
    var example: String?
    let layers: Layer
    let isSecret: Bool
    let isRepeatable: Bool
    let isLiteral: Bool
    var begins: (@Sendable (Substring) -> Bool)?
    let standard: @Sendable (Surroundings) -> any Sendable
    let read: @Sendable ([String], Surroundings) throws(BadText) -> any Sendable
    let write: @Sendable (any Sendable) -> [String]

    /// A yes-or-no setting needs no value on the command line: `--json`.
    var isSwitch: Bool { placeholder.isEmpty }

    var flag: String { "--\(name)" + (isSwitch ? "" : " \(placeholder)") }

    func variable(prefix: String) -> String {
        prefix + String(name.uppercased().map { $0 == "-" ? "_" : $0 })
    }

    func defaultText(in surroundings: Surroundings) -> String {
        shown ?? write(standard(surroundings)).joined(separator: ", ")
    }

    /// The value of the texts of one layer, or the problem to report at the place of the text that is wrong.
    func value(of entries: [Entry], in surroundings: Surroundings) throws(Problem) -> any Sendable {
        do throws(BadText) {
            return try read(entries.map(\.text), surroundings)
        } catch {
            let origin = entries.indices.contains(error.index) ? entries[error.index].origin : .standard
            throw Problem(at: origin, complaint(about: error, at: origin))
        }
    }

    /// What a variable says: a list's elements stand between commas.
    func texts(ofVariable text: String) -> [String] {
        guard isRepeatable else { return [text] }
        var texts: [String] = []
        for piece in text.split(separator: ",").map(\.trimmed) {
            if let begins, !begins(piece), let last = texts.popLast() {
                texts.append("\(last),\(piece)")
            } else {
                texts.append(String(piece))
            }
        }
        return texts.isEmpty ? [""] : texts
    }

    /// Says which setting where the place alone does not; never repeats a secret.
    private func complaint(about bad: BadText, at origin: Origin) -> String {
        let subject = if case .file = origin { "\(name) " } else { "" }
        if let reason = bad.reason, !isSecret { return "\(subject)\(Quoted.text(bad.text)) \(reason)" }
        let given = isSecret ? "something else" : bad.text.isEmpty ? "nothing" : Quoted.text(bad.text)
        return "\(subject)expects \(expected), not \(given)"
    }
}
