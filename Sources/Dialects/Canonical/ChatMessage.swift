/// One turn of a conversation.
///
/// The result of a tool is a message of its own, as with OpenAI and Ollama. Anthropic's user turns, which may hold several
/// results and a text, become several messages and are put together again for a backend that wants them so.
struct ChatMessage: Equatable, Sendable {
    enum Role: Equatable, Sendable {
        case system, user, assistant
        /// The result of the call with this id.
        case tool(call: String, isError: Bool)
    }

    enum Part: Equatable, Sendable {
        case text(String)
        case image(ChatImage)
        /// An empty signature is none.
        case thinking(String, signature: String)
        /// What the model thought, for its maker's eyes only.
        case redactedThinking
        case call(ChatToolCall)
    }

    var role: Role
    var parts: [Part]

    init(_ role: Role, _ parts: [Part] = []) {
        self.role = role
        self.parts = parts
    }

    /// Its texts that are not empty.
    var texts: [String] {
        parts.compactMap { if case .text(let text) = $0, !text.isEmpty { text } else { nil } }
    }

    var images: [ChatImage] {
        parts.compactMap { if case .image(let image) = $0 { image } else { nil } }
    }

    var calls: [ChatToolCall] {
        parts.compactMap { if case .call(let call) = $0 { call } else { nil } }
    }

    /// The texts as one. What a model said came in pieces of one text; what others wrote were paragraphs.
    var text: String { texts.joined(separator: role == .assistant ? "" : "\n") }

    var thinking: String {
        parts.compactMap { if case .thinking(let text, _) = $0 { text } else { nil } }.joined()
    }

    var isSigned: Bool {
        parts.contains { if case .thinking(_, let signature) = $0 { !signature.isEmpty } else { false } }
    }
}
