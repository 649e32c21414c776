/// One thing a program can be told to do: `herd config`. Its settings say which flags it takes.
package struct Command: Sendable {
    package let name: String
    let summary: String
    /// What follows the flags, as the usage line shows it: `MODEL`. Nil: nothing may follow.
    let arguments: String?
    let settings: [any AnySetting]

    package init(_ name: String, summary: String, arguments: String? = nil, settings: [any AnySetting] = []) {
        self.name = name
        self.summary = summary
        self.arguments = arguments
        self.settings = settings
    }

    var declarations: [Declaration] { settings.map(\.declaration) }
}
