package import Fleet

/// A model's name with stars in it, each of which stands for any letters or none: `claude-*haiku*`.
package struct ModelPattern: Sendable {
    /// What stands between the stars.
    private let pieces: [Substring]
    /// How much of a name it fixes.
    package let weight: Int

    /// Nil for a name without a star.
    package init?(_ written: String) {
        guard written.contains("*") else { return nil }
        pieces = written.lowercased().split(separator: "*", omittingEmptySubsequences: false)
        weight = pieces.reduce(0) { $0 + $1.utf8.count }
    }

    /// With or without the tag that everybody leaves out.
    package func matches(_ name: ModelName) -> Bool {
        matches(name.description[...]) || matches(name.text[...])
    }

    private func matches(_ text: Substring) -> Bool {
        guard let first = pieces.first, let last = pieces.last, text.hasPrefix(first) else { return false }
        var rest = text.dropFirst(first.count)
        // The leftmost place for each leaves the most room for those behind it.
        for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
            guard let place = rest.firstRange(of: piece) else { return false }
            rest = rest[place.upperBound...]
        }
        return rest.hasSuffix(last)
    }
}
