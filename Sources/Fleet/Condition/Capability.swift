/// What a model on a backend can do beyond plain chat.
package struct Capability: OptionSet, Hashable, Sendable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package static let chat = Capability(rawValue: 1 << 0)
    package static let completion = Capability(rawValue: 1 << 1)
    package static let tools = Capability(rawValue: 1 << 2)
    package static let vision = Capability(rawValue: 1 << 3)
    package static let embeddings = Capability(rawValue: 1 << 4)
    package static let image = Capability(rawValue: 1 << 5)
    package static let speech = Capability(rawValue: 1 << 6)
    package static let rerank = Capability(rawValue: 1 << 7)
    package static let thinking = Capability(rawValue: 1 << 8)
    package static let insert = Capability(rawValue: 1 << 9)

    package static let transcription = Capability(rawValue: 1 << 10)

    package static let named: [(name: String, capability: Capability)] = [
        ("chat", .chat), ("completion", .completion), ("tools", .tools), ("vision", .vision),
        ("embeddings", .embeddings), ("image", .image), ("speech", .speech), ("rerank", .rerank),
        ("thinking", .thinking), ("insert", .insert), ("transcription", .transcription),
    ]

    package var names: [String] { Self.named.filter { contains($0.capability) }.map(\.name) }
}
