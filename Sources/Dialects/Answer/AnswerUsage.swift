package import Fleet

/// What a backend says an answer has cost. Nil is what it did not say.
package struct AnswerUsage: Equatable, Sendable {
    /// All of the prompt, with what was cached.
    package var promptTokens: Int?
    package var cachedTokens: Int?
    package var outputTokens: Int?
    /// Those of the output that were thought only.
    package var reasoningTokens: Int?
    package var loadTime: Seconds?
    /// Spent reading the prompt.
    package var prefillTime: Seconds?
    /// Spent writing the answer.
    package var decodeTime: Seconds?
    package var totalTime: Seconds?

    private struct Input: Equatable {
        var uncached = 0
        var read = 0
        var created = 0
    }

    private var input = Input()

    package init() {}

    /// A number from an answer, as far as it is one of these.
    mutating func take(_ number: Double, _ key: AnswerKey, in path: AnswerPath, _ dialect: Dialect) {
        // Larger ones are nobody's count, and no integers.
        guard number >= 0, number < 1e15 else { return }
        switch dialect {
        case .ollama: takeFromOllama(number, key, path)
        case .openAI: takeFromOpenAI(number, key, path)
        case .anthropic: takeFromAnthropic(number, key, path)
        }
    }

    private mutating func takeFromOllama(_ number: Double, _ key: AnswerKey, _ path: AnswerPath) {
        guard path == .root else { return }
        switch key {
        case .promptEvalCount: promptTokens = Int(number)
        case .evalCount: outputTokens = Int(number)
        case .loadDuration: loadTime = Seconds(number / 1e9)
        case .promptEvalDuration: prefillTime = Seconds(number / 1e9)
        case .evalDuration: decodeTime = Seconds(number / 1e9)
        case .totalDuration: totalTime = Seconds(number / 1e9)
        default: break
        }
    }

    /// With what llama.cpp adds, the time it took.
    private mutating func takeFromOpenAI(_ number: Double, _ key: AnswerKey, _ path: AnswerPath) {
        switch (key, path) {
        case (.promptMs, .root.to(.timings)): prefillTime = Seconds(number / 1e3)
        case (.predictedMs, .root.to(.timings)): decodeTime = Seconds(number / 1e3)
        case (.cachedCount, .root.to(.timings)): cachedTokens = Int(number)
        case (.promptTokens, .usage), (.inputTokens, .usage), (.inputTokens, .responseUsage):
            promptTokens = Int(number)
        case (.completionTokens, .usage), (.outputTokens, .usage), (.outputTokens, .responseUsage):
            outputTokens = Int(number)
        case (.cachedTokens, .usage.to(.promptTokensDetails)), (.cachedTokens, .usage.to(.inputTokensDetails)),
            (.cachedTokens, .responseUsage.to(.inputTokensDetails)):
            cachedTokens = Int(number)
        case (.reasoningTokens, .usage.to(.completionTokensDetails)),
            (.reasoningTokens, .usage.to(.outputTokensDetails)),
            (.reasoningTokens, .responseUsage.to(.outputTokensDetails)):
            reasoningTokens = Int(number)
        default: break
        }
    }

    /// Counts what was cached, and what was put into the cache, apart from the rest of the prompt. Later counts are for all
    /// of the answer so far.
    private mutating func takeFromAnthropic(_ number: Double, _ key: AnswerKey, _ path: AnswerPath) {
        guard path == .usage || path == .root.to(.message).to(.usage) || path == .root else { return }
        switch key {
        case .inputTokens: input.uncached = Int(number)
        case .cacheReadInputTokens:
            input.read = Int(number)
            cachedTokens = Int(number)
        case .cacheCreationInputTokens: input.created = Int(number)
        case .outputTokens: outputTokens = Int(number)
        default: return
        }
        if key != .outputTokens { promptTokens = input.uncached + input.read + input.created }
    }
}

extension AnswerPath {
    @inline(__always) fileprivate static var usage: AnswerPath { root.to(.usage) }
    @inline(__always) fileprivate static var responseUsage: AnswerPath { root.to(.response).to(.usage) }
}
