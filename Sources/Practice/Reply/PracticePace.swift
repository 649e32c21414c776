/// How fast the practice model pretends to be.
package struct PracticePace: Equatable, Sendable {
    package var tokensPerSecond: Double
    package var firstToken: Duration

    package init(tokensPerSecond: Double = 40, firstToken: Duration = .milliseconds(250)) {
        precondition(tokensPerSecond > 0)
        self.tokensPerSecond = tokensPerSecond
        self.firstToken = firstToken
    }

    var interval: Duration { .seconds(1 / tokensPerSecond) }
}
