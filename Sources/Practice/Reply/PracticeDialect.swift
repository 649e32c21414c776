import Dialects

/// Whose language an endpoint speaks, which decides how an error looks.
package enum PracticeDialect: String, CaseIterable, Sendable {
    case ollama
    case openAI = "openai"
    case anthropic

    func reply(to error: PracticeError) -> PracticeReply {
        .json(error.status) { writer in
            writer.object {
                switch self {
                case .ollama:
                    $0.member("error", error.message)
                case .openAI:
                    $0.key("error")
                    $0.object {
                        $0.member("message", error.message)
                        $0.member("type", error.type ?? openAIType(error.status))
                        $0.key("param")
                        $0.null()
                        $0.key("code")
                        $0.null()
                    }
                case .anthropic:
                    $0.member("type", "error")
                    $0.key("error")
                    $0.object {
                        $0.member("type", anthropicType(error.status))
                        $0.member("message", error.message)
                    }
                    $0.member("request_id", "req_practice")
                }
            }
        }
    }

    /// A prompt that is longer than the context; Ollama cuts it off instead.
    func overlong(_ tokens: Int) -> PracticeError? {
        let limit = PracticeModel.contextLength
        switch self {
        case .ollama: return nil
        case .openAI:
            let message = "the request exceeds the available context size (\(limit) tokens), try increasing it"
            return PracticeError(status: 400, message: message, type: "exceed_context_size_error")
        case .anthropic: return .invalid("prompt is too long: \(tokens) tokens > \(limit) maximum")
        }
    }

    private func openAIType(_ status: UInt16) -> String {
        switch status {
        case 400: "invalid_request_error"
        case 404: "not_found_error"
        default: "api_error"
        }
    }

    private func anthropicType(_ status: UInt16) -> String {
        switch status {
        case 400: "invalid_request_error"
        case 401: "authentication_error"
        case 403: "permission_error"
        case 404: "not_found_error"
        case 429: "rate_limit_error"
        case 503, 529: "overloaded_error"
        default: "api_error"
        }
    }
}

extension JSONWriter {
    mutating func member(_ key: StaticString, _ text: String) {
        self.key(key)
        string(text)
    }

    mutating func member(_ key: StaticString, _ value: Int) {
        self.key(key)
        integer(value)
    }

    mutating func member(_ key: StaticString, _ value: Bool) {
        self.key(key)
        bool(value)
    }

    mutating func member(_ key: StaticString, _ texts: [String]) {
        self.key(key)
        array { for text in texts { $0.string(text) } }
    }

    mutating func member(_ key: StaticString, _ members: (inout JSONWriter) -> Void) {
        self.key(key)
        object(members)
    }
}
