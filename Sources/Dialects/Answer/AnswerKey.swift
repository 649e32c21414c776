/// A member's name in an answer, as far as it means something to a watcher.
///
/// A byte each, so that the way from the root to a value fits one word.
enum AnswerKey: UInt8, CaseIterable, Sendable {
    /// Not a member: the root, or an element of an array.
    case none
    /// A member of another name.
    case other
    case text, type, done
    case delta, usage, error
    case content, message, choices, refusal, timings, cachedCount
    case response, thinking
    case reasoning, promptMs
    case toolCalls, evalCount
    case predictedMs, partialJSON, inputTokens
    case contentBlock, loadDuration, evalDuration, functionCall, promptTokens, outputTokens, cachedTokens
    case totalDuration
    case reasoningTokens
    case promptEvalCount, completionTokens, reasoningContent
    case finishReason
    case promptEvalDuration, inputTokensDetails
    case promptTokensDetails, outputTokensDetails
    case cacheReadInputTokens
    case completionTokensDetails
    case cacheCreationInputTokens

    @inline(__always)
    init(_ name: Span<UInt8>) {
        // The length first: it alone tells most others apart.
        switch name.count {
        case 4:
            switch name {
            case "text": self = .text
            case "type": self = .type
            case "done": self = .done
            default: self = .other
            }
        case 5:
            switch name {
            case "delta": self = .delta
            case "usage": self = .usage
            case "error": self = .error
            default: self = .other
            }
        case 7:
            switch name {
            case "content": self = .content
            case "message": self = .message
            case "choices": self = .choices
            case "refusal": self = .refusal
            case "timings": self = .timings
            case "cache_n": self = .cachedCount
            default: self = .other
            }
        case 8:
            switch name {
            case "response": self = .response
            case "thinking": self = .thinking
            default: self = .other
            }
        case 9:
            switch name {
            case "reasoning": self = .reasoning
            case "prompt_ms": self = .promptMs
            default: self = .other
            }
        case 10:
            switch name {
            case "tool_calls": self = .toolCalls
            case "eval_count": self = .evalCount
            default: self = .other
            }
        case 12:
            switch name {
            case "predicted_ms": self = .predictedMs
            case "partial_json": self = .partialJSON
            case "input_tokens": self = .inputTokens
            default: self = .other
            }
        case 13:
            switch name {
            case "content_block": self = .contentBlock
            case "load_duration": self = .loadDuration
            case "eval_duration": self = .evalDuration
            case "function_call": self = .functionCall
            case "prompt_tokens": self = .promptTokens
            case "output_tokens": self = .outputTokens
            case "cached_tokens": self = .cachedTokens
            case "finish_reason": self = .finishReason
            default: self = .other
            }
        case 14:
            switch name {
            case "total_duration": self = .totalDuration
            default: self = .other
            }
        case 16:
            switch name {
            case "reasoning_tokens": self = .reasoningTokens
            default: self = .other
            }
        case 17:
            switch name {
            case "prompt_eval_count": self = .promptEvalCount
            case "completion_tokens": self = .completionTokens
            case "reasoning_content": self = .reasoningContent
            default: self = .other
            }
        case 20:
            switch name {
            case "prompt_eval_duration": self = .promptEvalDuration
            case "input_tokens_details": self = .inputTokensDetails
            default: self = .other
            }
        case 21:
            switch name {
            case "prompt_tokens_details": self = .promptTokensDetails
            case "output_tokens_details": self = .outputTokensDetails
            default: self = .other
            }
        case 23:
            switch name {
            case "cache_read_input_tokens": self = .cacheReadInputTokens
            default: self = .other
            }
        case 25:
            switch name {
            case "completion_tokens_details": self = .completionTokensDetails
            default: self = .other
            }
        case 27:
            switch name {
            case "cache_creation_input_tokens": self = .cacheCreationInputTokens
            default: self = .other
            }
        default: self = .other
        }
    }
}

@inline(__always)
private func ~= (text: StaticString, name: Span<UInt8>) -> Bool {
    name.equals(text)
}
