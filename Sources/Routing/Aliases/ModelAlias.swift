/// One line of the operator's: this name stands for these models, the first that the fleet has.
package struct ModelAlias: Equatable, Sendable {
    package static let targetsMax = 8

    /// As written; with stars in it, it stands for every name that fits.
    package let name: String
    package let targets: [String]

    package init(_ name: String, _ targets: [String]) {
        self.name = name
        self.targets = targets
    }
}

/// Why a list of aliases is none, in words to follow the alias.
package struct AliasFault: Error, Equatable, Sendable {
    /// Which of the list.
    package let index: Int
    package let reason: String
}
