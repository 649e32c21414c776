extension Kind {
    /// The same, or nothing, which is written as no text.
    package static func optional<Wrapped>(_ kind: Kind<Wrapped>) -> Kind where Value == Wrapped? {
        Kind(
            placeholder: kind.placeholder,
            expected: kind.expected,
            read: { text, surroundings in
                text.isEmpty ? .some(nil) : kind.read(text, surroundings).map { .some($0) }
            },
            write: { $0.map(kind.write) ?? "" }
        )
    }
}
