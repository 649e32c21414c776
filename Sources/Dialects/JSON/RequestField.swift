/// A member of a request's body that a router reads, in any of the dialects.
///
/// In the order of their names' lengths, which is how they are looked up.
package enum RequestField: UInt8, CaseIterable, Sendable {
    case user, text
    case model, think, tools, input
    case stream, prompt, system, format, images, suffix
    case options, numCtx, context, userID
    case messages, thinking, metadata
    case reasoning
    case keepAlive, maxTokens
    case numPredict
    case instructions
    case includeUsage
    case streamOptions
    case responseFormat, fallbackModels
    case promptCacheKey, reasoningEffort
    case maxOutputTokens
    case maxCompletionTokens

    package var name: StaticString {
        switch self {
        case .user: "user"
        case .text: "text"
        case .model: "model"
        case .think: "think"
        case .tools: "tools"
        case .input: "input"
        case .stream: "stream"
        case .prompt: "prompt"
        case .system: "system"
        case .format: "format"
        case .images: "images"
        case .suffix: "suffix"
        case .options: "options"
        case .numCtx: "num_ctx"
        case .context: "context"
        case .userID: "user_id"
        case .messages: "messages"
        case .thinking: "thinking"
        case .metadata: "metadata"
        case .reasoning: "reasoning"
        case .keepAlive: "keep_alive"
        case .maxTokens: "max_tokens"
        case .numPredict: "num_predict"
        case .instructions: "instructions"
        case .includeUsage: "include_usage"
        case .streamOptions: "stream_options"
        case .responseFormat: "response_format"
        case .fallbackModels: "fallback_models"
        case .promptCacheKey: "prompt_cache_key"
        case .reasoningEffort: "reasoning_effort"
        case .maxOutputTokens: "max_output_tokens"
        case .maxCompletionTokens: "max_completion_tokens"
        }
    }

    /// The member whose object this one stands in; nil for the root.
    package var parent: RequestField? {
        switch self {
        case .numCtx, .numPredict: .options
        case .includeUsage: .streamOptions
        case .userID: .metadata
        default: nil
        }
    }
}

extension RequestField {
    /// The field a member is, by its exact name.
    @inline(__always)
    package init?(_ member: JSONMember, in bytes: Span<UInt8>) {
        let candidates = member.key.isEscaped ? Self.all : Self.named(withLetters: member.key.range.count)
        for value in candidates {
            guard let field = RequestField(rawValue: value), member.key.equals(field.name, in: bytes) else { continue }
            switch (field.parent, member.parent) {
            case (nil, nil): break
            case (let expected?, let parent?) where parent.equals(expected.name, in: bytes): break
            default: return nil
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

    private static var all: Range<UInt8> { 0..<UInt8(RequestField.maxCompletionTokens.rawValue + 1) }

    @inline(__always)
    private static func named(withLetters count: Int) -> Range<UInt8> {
        let (first, last): (RequestField, RequestField)
        switch count {
        case 4: (first, last) = (.user, .text)
        case 5: (first, last) = (.model, .input)
        case 6: (first, last) = (.stream, .suffix)
        case 7: (first, last) = (.options, .userID)
        case 8: (first, last) = (.messages, .metadata)
        case 9: (first, last) = (.reasoning, .reasoning)
        case 10: (first, last) = (.keepAlive, .maxTokens)
        case 11: (first, last) = (.numPredict, .numPredict)
        case 12: (first, last) = (.instructions, .instructions)
        case 13: (first, last) = (.includeUsage, .includeUsage)
        case 14: (first, last) = (.streamOptions, .streamOptions)
        case 15: (first, last) = (.responseFormat, .fallbackModels)
        case 16: (first, last) = (.promptCacheKey, .reasoningEffort)
        case 17: (first, last) = (.maxOutputTokens, .maxOutputTokens)
        case 21: (first, last) = (.maxCompletionTokens, .maxCompletionTokens)
        default: return 0..<0
        }
        return first.rawValue..<(last.rawValue + 1)
    }
}
