/// The values in effect, each with its origin. Everything beyond this point sees types, never text.
package struct Settings: Sendable {
    struct Effective: Sendable {
        var declaration: Declaration
        var value: any Sendable
        var origin: Origin

        var texts: [String] { declaration.write(value) }
    }

    /// In the order of the declarations.
    let effective: [Effective]
    private let places: [String: Int]

    init(_ effective: [Effective]) {
        self.effective = effective
        places = Dictionary(effective.enumerated().map { ($1.declaration.name, $0) }) { first, _ in first }
    }

    /// - Precondition: the setting is one of those the program was given.
    package subscript<Value>(_ setting: Setting<Value>) -> Value {
        guard let value = entry(setting).value as? Value else {
            preconditionFailure("two settings of different types are called \(setting.declaration.name)")
        }
        return value
    }

    package func origin(of setting: some AnySetting) -> Origin {
        entry(setting).origin
    }

    private func entry(_ setting: some AnySetting) -> Effective {
        guard let place = places[setting.declaration.name] else {
            preconditionFailure("the program does not declare the setting \(setting.declaration.name)")
        }
        return effective[place]
    }
}
