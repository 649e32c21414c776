/// What a completion goes on from, and what it shall lead up to.
struct ChatCompletionPrompt: Equatable, Sendable {
    var text: String
    var suffix: String?
    /// No template is put around it.
    var isRaw: Bool
}
