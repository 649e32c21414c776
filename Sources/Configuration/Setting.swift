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
        example: String? = nil,
        group: String,
        layers: Layer = .all,
        isSecret: Bool = false,
        help: String
    ) {
        self.init(
            name,
            kind,
            shown: shown,
            example: example,
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
        example: String? = nil,
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
            example: example,
            layers: layers,
            isSecret: isSecret,
            isRepeatable: false,
            isLiteral: kind.isLiteral,
            standard: standard,
            read: { texts, surroundings throws(BadText) in
                let text = texts.last ?? ""
                guard let value = kind.read(text, surroundings) else {
                    throw BadText(text: text, index: texts.count - 1, reason: kind.fault?(text))
                }
                return value
            },
            write: { ($0 as? Value).map { [kind.write($0)] } ?? [] }
        )
    }

    /// A list: the key or flag may be repeated, a variable holds it with commas. A higher layer replaces the whole list of a lower one.
    ///
    /// - Parameter check: finds an element that does not go with the others.
    package init<Element>(
        list name: String,
        _ kind: Kind<Element>,
        default value: [Element] = [],
        shown: String? = nil,
        example: String? = nil,
        group: String,
        layers: Layer = .all,
        isSecret: Bool = false,
        check: (@Sendable ([Element]) -> Misfit?)? = nil,
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
            begins: kind.begins,
            standard: { _ in value },
            read: { texts, surroundings throws(BadText) in
                var values: [Element] = []
                let places = texts.indices.filter { !texts[$0].isEmpty }
                for place in places {
                    guard let value = kind.read(texts[place], surroundings) else {
                        throw BadText(text: texts[place], index: place, reason: kind.fault?(texts[place]))
                    }
                    values.append(value)
                }
                if let misfit = check?(values) {
                    let place = places[misfit.index]
                    throw BadText(text: texts[place], index: place, reason: misfit.reason)
                }
                return values
            },
            write: { ($0 as? [Element]).map { $0.map(kind.write) } ?? [] }
        )
    }
}
