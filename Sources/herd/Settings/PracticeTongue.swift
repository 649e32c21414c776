import Practice

/// What the practice model speaks, as a word of the settings.
enum PracticeTongue: String, CaseIterable, Sendable {
    case all, ollama, openai, anthropic

    /// Nil: all there are.
    var only: PracticeDialect? { PracticeDialect(rawValue: rawValue) }
}
