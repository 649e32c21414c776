/// What the practice backend has to offer: a model that talks and one that embeds, neither of which is real.
package enum PracticeModel: String, CaseIterable, Sendable {
    case chat = "practice:latest"
    case embedding = "practice-embed:latest"

    /// A name as clients write it: in any case, with or without its tag.
    package init?(named name: String) {
        let name = name.lowercased()
        self.init(rawValue: name.contains(":") ? name : name + ":latest")
    }

    package var name: String { rawValue }
    package var capabilities: [String] {
        self == .chat ? ["completion", "tools", "thinking", "vision"] : ["embedding"]
    }
    package static let contextLength = 32_768

    var family: String { "practice" }
    var parameterSize: String { "0B" }
    /// Nothing lies on a disk; some clients divide by it.
    var size: Int { 1_000_000 }

    /// Two models with one digest would be the same model.
    var digest: String {
        var chance = PracticeChance(seed: PracticeChance.hash(name.utf8))
        return (0..<4).map { _ in hexadecimal(chance.next()) }.joined()
    }
}

/// Sixteen hexadecimal digits.
func hexadecimal(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
}
