/// A member of a request's body that a router reads, in any of the dialects.
package enum RequestField: UInt8, CaseIterable, Sendable {
    case model, stream, messages, prompt, input, system, tools, format, think, images, options
    case keepAlive, maxTokens, maxCompletionTokens, maxOutputTokens, responseFormat, streamOptions, fallbackModels
    case numCtx, numPredict, includeUsage

    package var name: StaticString {
        switch self {
        case .model: "model"
        case .stream: "stream"
        case .messages: "messages"
        case .prompt: "prompt"
        case .input: "input"
        case .system: "system"
        case .tools: "tools"
        case .format: "format"
        case .think: "think"
        case .images: "images"
        case .options: "options"
        case .keepAlive: "keep_alive"
        case .maxTokens: "max_tokens"
        case .maxCompletionTokens: "max_completion_tokens"
        case .maxOutputTokens: "max_output_tokens"
        case .responseFormat: "response_format"
        case .streamOptions: "stream_options"
        case .fallbackModels: "fallback_models"
        case .numCtx: "num_ctx"
        case .numPredict: "num_predict"
        case .includeUsage: "include_usage"
        }
    }

    /// The member whose object this one stands in; nil for the root.
    package var parent: RequestField? {
        switch self {
        case .numCtx, .numPredict: .options
        case .includeUsage: .streamOptions
        default: nil
        }
    }
}

extension RequestField {
    /// The field a member is, by its exact name.
    @inline(__always)
    package init?(_ member: JSONMember, in bytes: Span<UInt8>) {
        for field in Self.allCases where member.key.equals(field.name, in: bytes) {
            switch (field.parent, member.parent) {
            case (nil, nil): break
            case (let expected?, let parent?) where parent.equals(expected.name, in: bytes): break
            default: continue
            }
            self = field
            return
        }
        return nil
    }

    /// The field a member could be taken for by a reader that ignores case.
    package init?(resembling member: JSONMember, in bytes: Span<UInt8>) {
        let field = Self.allCases.first { field in
            switch (field.parent, member.parent) {
            case (nil, nil): member.key.resembles(field.name, in: bytes)
            case (let expected?, let parent?):
                parent.resembles(expected.name, in: bytes) && member.key.resembles(field.name, in: bytes)
            default: false
            }
        }
        guard let field else { return nil }
        self = field
    }
}
