package import Fleet

/// A request as a decision reads it: numbers only.
package struct Need: Sendable {
    package let model: ModelID
    package let promptTokens: Double
    package let outputTokens: Double
    /// Prompt and answer must fit together.
    package let contextNeeded: Int
    package let contextAsked: Int?
    package let capabilities: Capability
    package let calls: ServerCalls
    package let priority: Priority
    package let tried: TriedBackends
    /// Nothing is to be answered: the model is to be in memory, with the context that was asked for.
    package let isLoad: Bool
}

/// The backends a request was already sent to: never twice on the same one. As many as there may be attempts.
package struct TriedBackends: Equatable, Sendable {
    private var ids = SIMD8<Int32>(repeating: -1)
    package private(set) var count = 0

    package init() {}

    package static let countMax = 8

    package func contains(_ backend: BackendID) -> Bool {
        count > 0 && any(ids .== SIMD8(repeating: backend.index))
    }

    package mutating func insert(_ backend: BackendID) {
        guard count < Self.countMax else { return }
        ids[count] = backend.index
        count += 1
    }
}
