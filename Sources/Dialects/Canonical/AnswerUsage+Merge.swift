extension AnswerUsage {
    /// What the other does not say stays.
    mutating func merge(_ other: AnswerUsage) {
        promptTokens = other.promptTokens ?? promptTokens
        cachedTokens = other.cachedTokens ?? cachedTokens
        outputTokens = other.outputTokens ?? outputTokens
        reasoningTokens = other.reasoningTokens ?? reasoningTokens
        loadTime = other.loadTime ?? loadTime
        prefillTime = other.prefillTime ?? prefillTime
        decodeTime = other.decodeTime ?? decodeTime
        totalTime = other.totalTime ?? totalTime
    }

    var isEmpty: Bool { promptTokens == nil && outputTokens == nil }
}
