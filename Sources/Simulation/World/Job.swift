/// A request as it truly is; the router does not know how long the answer will be.
package struct Job: Sendable {
    package struct Mark: Hashable, Sendable {
        package let hash: UInt64
        package let tokens: Int
    }

    package var model: Int
    package var client: Int
    package var promptTokens: Int
    package var outputTokens: Int
    package var marks: [Mark] = []
    /// Seconds until the user gives up; nil for one who stays.
    package var patience: Double?
    package var isBatch = false

    package init(model: Int, client: Int, promptTokens: Int, outputTokens: Int) {
        self.model = model
        self.client = client
        self.promptTokens = promptTokens
        self.outputTokens = outputTokens
    }
}
