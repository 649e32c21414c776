package import Fleet

/// Who goes first.
package enum Priority: Int, CaseIterable, Comparable, Sendable {
    case interactive, normal, batch

    package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// What routing needs to know of a request; its body stays with the task that serves it.
package struct Request: Sendable {
    /// The model asked for, then those the request or the operator allow instead. Nothing else is ever answered with.
    package var models: [ModelName]
    package var client: ClientID
    package var priority = Priority.normal
    package var promptTokens: Int
    /// The client's own limit on the answer.
    package var outputMax: Int?
    /// What is known of the answer's length from outside: embeddings have none. Otherwise experience says.
    package var outputExpected: Int?
    /// Nothing is asked but that the model be in memory.
    package var isLoad = false
    /// Where no backend answers somebody else will, so nobody is refused.
    package var hasStandIn = false
    /// `num_ctx`, when the client set one.
    package var contextAsked: Int?
    package var capabilities: Capability = []
    /// One of these a server must know.
    package var calls = ServerCalls.any
    package var labels: Set<String> = []
    package var session: UInt64?
    /// Marks along the prompt, shortest first.
    package var prefix: [PrefixMark] = []
    package var deadline: Instant?
    package var bytes = ByteCount.zero

    package init(models: [ModelName], client: ClientID, promptTokens: Int) {
        self.models = models
        self.client = client
        self.promptTokens = max(0, promptTokens)
    }
}
