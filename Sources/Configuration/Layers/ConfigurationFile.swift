/// The text of a settings file as entries: `key = value` lines, `#` comments, quotes where a value needs them.
///
/// Reads the whole text and reports every line it cannot accept, so that one run shows all there is to mend. What a key means is
/// not its business.
struct ConfigurationFile {
    private(set) var entries: [Entry] = []
    private(set) var problems: [Problem] = []
    let path: String

    init(bytes: [UInt8], path: String) {
        self.path = path
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        for (index, line) in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            let origin = Origin.file(path: path, line: index + 1)
            do throws(Fault) {
                if let (name, text) = try Self.entry(in: line) {
                    entries.append(Entry(name: name, text: text, origin: origin))
                }
            } catch {
                problems.append(Problem(at: origin, error.rawValue))
            }
        }
    }

    private enum Fault: String, Error {
        case encoding = "is not UTF-8 text"
        case control = "holds a control character"
        case section = "sections are not used here: write key = value"
        case noEquals = "expected key = value"
        case noKey = "the key before = is missing"
        case openQuote = "the quote is not closed"
        case escape = #"only \" \\ \n and \t are known in double quotes"#
        case afterQuote = "nothing but a # comment may follow the closing quote"
    }

    private static func entry(in bytes: ArraySlice<UInt8>) throws(Fault) -> (name: String, text: String)? {
        let bytes = bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes
        guard let decoded = String(validating: bytes, as: UTF8.self) else { throw .encoding }
        guard !decoded.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\t" || $0.value == 0x7F }) else {
            throw .control
        }
        let line = decoded.trimmed
        if line.isEmpty || line.hasPrefix("#") { return nil }
        if line.hasPrefix("[") { throw .section }
        guard let equals = line.firstIndex(of: "=") else { throw .noEquals }
        let name = line[..<equals].trimmed
        guard !name.isEmpty else { throw .noKey }
        return (String(name), try value(line[line.index(after: equals)...].trimmed))
    }

    private static func value(_ text: Substring) throws(Fault) -> String {
        guard let quote = text.first, quote == "\"" || quote == "'" else { return String(withoutComment(text)) }
        var value = ""
        var rest = text.dropFirst()
        while let character = rest.popFirst() {
            if character == quote {
                let remainder = rest.trimmed
                guard remainder.isEmpty || remainder.hasPrefix("#") else { throw .afterQuote }
                return value
            }
            value.append(character == "\\" && quote == "\"" ? try escaped(rest.popFirst()) : character)
        }
        throw .openQuote
    }

    private static func escaped(_ character: Character?) throws(Fault) -> Character {
        switch character {
        case "\"": "\""
        case "\\": "\\"
        case "n": "\n"
        case "t": "\t"
        case nil: throw .openQuote
        default: throw .escape
        }
    }

    /// A `#` starts a comment only after a blank, so that `http://host/#part` stays whole.
    private static func withoutComment(_ text: Substring) -> Substring {
        var previous: Character = " "
        for index in text.indices {
            if text[index] == "#" && (previous == " " || previous == "\t") { return text[..<index].trimmed }
            previous = text[index]
        }
        return text
    }
}

extension StringProtocol where SubSequence == Substring {
    /// Without blanks at both ends.
    var trimmed: Substring {
        let isBlank = { (character: Character) in character == " " || character == "\t" }
        guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) }) else {
            return ""
        }
        return self[first...last]
    }
}
