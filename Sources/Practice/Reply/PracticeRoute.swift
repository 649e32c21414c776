/// One of the paths the practice backend knows.
enum PracticeRoute: Equatable, Sendable {
    case liveness, version, tags, resident, show, generate, chat, embed, embeddings
    case openAIModels, openAIModel(String), openAIChat, openAICompletion, openAIEmbeddings
    case messages, countTokens
    case responses, rerank, images, imageEdits, speech, transcriptions, translations

    init?(_ path: String) {
        switch path {
        case "/": self = .liveness
        case "/api/version": self = .version
        case "/api/tags": self = .tags
        case "/api/ps": self = .resident
        case "/api/show": self = .show
        case "/api/generate": self = .generate
        case "/api/chat": self = .chat
        case "/api/embed": self = .embed
        case "/api/embeddings": self = .embeddings
        case "/v1/models": self = .openAIModels
        case "/v1/chat/completions": self = .openAIChat
        case "/v1/completions": self = .openAICompletion
        case "/v1/embeddings": self = .openAIEmbeddings
        case "/v1/responses": self = .responses
        case "/v1/rerank": self = .rerank
        case "/v1/images/generations": self = .images
        case "/v1/images/edits": self = .imageEdits
        case "/v1/audio/speech": self = .speech
        case "/v1/audio/transcriptions": self = .transcriptions
        case "/v1/audio/translations": self = .translations
        case "/v1/messages": self = .messages
        case "/v1/messages/count_tokens": self = .countTokens
        default:
            guard path.hasPrefix("/v1/models/") else { return nil }
            // Names hold a colon, which some clients write as an escape.
            self = .openAIModel(String(path.dropFirst(11)).replacing("%3A", with: ":").replacing("%3a", with: ":"))
        }
    }

    var methods: [String] {
        switch self {
        case .liveness, .version, .tags: ["GET", "HEAD"]
        case .resident, .openAIModels, .openAIModel: ["GET"]
        default: ["POST"]
        }
    }

    /// Its body is one; all others are JSON.
    var takesForm: Bool {
        switch self {
        case .imageEdits, .transcriptions, .translations: true
        default: false
        }
    }

    /// OpenAI's service has it, and of the servers that speak like it some do.
    var isService: Bool {
        switch self {
        case .responses, .rerank, .images, .imageEdits, .speech, .transcriptions, .translations: true
        default: false
        }
    }

    var dialect: PracticeDialect {
        switch self {
        case _ where isService: .openAI
        case .openAIModels, .openAIModel, .openAIChat, .openAICompletion, .openAIEmbeddings: .openAI
        case .messages, .countTokens: .anthropic
        default: .ollama
        }
    }

    /// Whether a server has it that speaks only this dialect, or all of them as Ollama does.
    func isThere(for only: PracticeDialect?, hasServices: Bool) -> Bool {
        switch self {
        case _ where isService: hasServices
        case .openAIModels, .openAIModel: only != .ollama
        default: only == nil || only == dialect
        }
    }
}
