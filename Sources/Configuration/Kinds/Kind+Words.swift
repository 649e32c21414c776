extension Kind where Value == String {
    package static func string(placeholder: String = "TEXT", expected: String = "some text") -> Kind {
        Kind(placeholder: placeholder, expected: expected, read: { text, _ in text }, write: { $0 })
    }

    /// A path; a leading `~` is the user's home.
    package static var path: Kind {
        Kind(
            placeholder: "PATH",
            expected: "a path",
            read: { text, surroundings in
                text.isEmpty || text.utf8.contains(0) ? nil : surroundings.expanded(text)
            },
            write: { $0 }
        )
    }
}

extension Kind where Value == Bool {
    package static var bool: Kind {
        Kind(
            placeholder: "",
            expected: "yes or no",
            isLiteral: true,
            read: { text, _ in
                switch text.lowercased() {
                case "yes", "true", "on", "1": true
                case "no", "false", "off", "0": false
                default: nil
                }
            },
            write: { $0 ? "true" : "false" }
        )
    }
}

extension Kind where Value: RawRepresentable<String> & CaseIterable {
    /// One of the words of an enumeration.
    package static func word(_: Value.Type = Value.self, placeholder: String) -> Kind {
        let words = Value.allCases.map(\.rawValue)
        return Kind(
            placeholder: placeholder,
            expected: words.dropLast().joined(separator: ", ") + " or " + (words.last ?? ""),
            read: { text, _ in Value(rawValue: text.lowercased()) },
            write: { $0.rawValue }
        )
    }
}
