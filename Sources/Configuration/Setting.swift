/// A setting, declared once: its flag, its variable, its key in the file, its help and its type all come from here.
///
/// The type is the point: whoever reads `settings[port]` gets a `UInt16`, parsed and checked before anything else ran.
package struct Setting<Value: Sendable>: AnySetting {
    package let declaration: Declaration

    /// - Parameter shown: What stands for the default where "empty" would say nothing: "all addresses".
    package init(
        _ name: String,
        _ kind: Kind<Value>,
        default value: Value,
        shown: String? = nil,
        group: String,
        layers: Layer = .all,
        isSecret: Bool = false,
        help: String
    ) {
        self.init(
            name,
            kind,
            shown: shown,
            group: group,
            layers: layers,
            isSecret: isSecret,
            help: help,
            default: { _ in value }
        )
    }

    /// For a default that depends on where the program runs.
    package init(
        _ name: String,
        _ kind: Kind<Value>,
        shown: String? = nil,
        group: String,
        layers: Layer = .all,
        isSecret: Bool = false,
        help: String,
        default standard: @escaping @Sendable (Surroundings) -> Value
    ) {
        declaration = Declaration(
            name: name,
            group: group,
            help: help,
            placeholder: kind.placeholder,
            expected: kind.expected,
            shown: shown,
            layers: layers,
            isSecret: isSecret,
            isRepeatable: false,
            isLiteral: kind.isLiteral,
            standard: standard,
            read: { texts, surroundings throws(BadText) in
                let text = texts.last ?? ""
                guard let value = kind.read(text, surroundings) else { throw BadText(text: text) }
                return value
            },
            write: { ($0 as? Value).map { [kind.write($0)] } ?? [] }
        )
    }

    /// A list: the key or flag may be repeated, a variable holds it with commas. A higher layer replaces the whole list of a lower one.
    package init<Element>(
        list name: String,
        _ kind: Kind<Element>,
        default value: [Element] = [],
        shown: String? = nil,
        example: String? = nil,
        group: String,
        layers: Layer = .all,
        isSecret: Bool = false,
        help: String
    ) where Value == [Element] {
        declaration = Declaration(
            name: name,
            group: group,
            help: help,
            placeholder: kind.placeholder,
            expected: kind.expected,
            shown: shown,
            example: example,
            layers: layers,
            isSecret: isSecret,
            isRepeatable: true,
            isLiteral: kind.isLiteral,
            standard: { _ in value },
            read: { texts, surroundings throws(BadText) in
                var values: [Element] = []
                for text in texts where !text.isEmpty {
                    guard let value = kind.read(text, surroundings) else { throw BadText(text: text) }
                    values.append(value)
                }
                return values
            },
            write: { ($0 as? [Element]).map { $0.map(kind.write) } ?? [] }
        )
    }
}
