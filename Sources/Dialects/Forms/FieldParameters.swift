/// The parameters behind a head field's value: `form-data; name="model"`.
enum FieldParameters {
    /// Nil when it is not there. Quotes and what they escape are undone.
    static func value(of name: String, in field: Substring) -> String? {
        var rest = field
        while let mark = endOfPart(rest) {
            rest = rest[rest.index(after: mark)...].drop { $0 == " " || $0 == "\t" }
            guard let sign = rest.firstIndex(where: { $0 == "=" || $0 == ";" }), rest[sign] == "=" else { continue }
            let key = rest[..<sign]
            rest = rest[rest.index(after: sign)...]
            if key.lowercased() == name { return value(at: rest) }
        }
        return nil
    }

    /// The semicolon that ends what stands here, if it is in no quotes.
    private static func endOfPart(_ text: Substring) -> Substring.Index? {
        var isQuoted = false
        var isEscaped = false
        for index in text.indices {
            switch text[index] {
            case _ where isEscaped: isEscaped = false
            case "\\" where isQuoted: isEscaped = true
            case "\"": isQuoted.toggle()
            case ";" where !isQuoted: return index
            default: break
            }
        }
        return nil
    }

    private static func value(at text: Substring) -> String {
        guard text.first == "\"" else { return String(text.prefix { $0 != ";" && $0 != " " && $0 != "\t" }) }
        var value = ""
        var isEscaped = false
        for character in text.dropFirst() {
            switch character {
            case _ where isEscaped:
                value.append(character)
                isEscaped = false
            case "\\": isEscaped = true
            case "\"": return value
            default: value.append(character)
            }
        }
        return value
    }
}
