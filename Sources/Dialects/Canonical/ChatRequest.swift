/// A request for an answer in nobody's language: what all three dialects can say, and what only some can.
///
/// Readers make it of a client's body, writers make a backend's body of it. What a reader does not know it reports as
/// dropped; what a writer cannot say it reports or refuses. So nothing is lost between the two without a word.
struct ChatRequest: Equatable, Sendable {
    /// Who asked: errors and reports name fields as these clients call them.
    var source: ChatWording
    var model: String
    var messages: [ChatMessage] = []
    /// A text to go on from, in place of messages.
    var completion: ChatCompletionPrompt?
    var tools: [ChatTool] = []
    var toolChoice: ChatToolChoice?
    /// Nil when the client did not say.
    var allowsParallelCalls: Bool?
    var sampling = ChatSampling()
    var outputMax: Int?
    var stop: [String] = []
    var format: ChatFormat?
    var thinking: ChatThinking?
    var wantsLogprobs = false
    var topLogprobs: Int?
    /// Whom the client asks for.
    var user: String?
    var isStreamed = false
    /// The stream shall end with what it cost.
    var wantsUsage = false

    init(source: ChatWording, model: String) {
        self.source = source
        self.model = model
    }
}
