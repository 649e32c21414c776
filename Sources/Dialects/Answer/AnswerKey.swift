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
    case promptEvalDuration, inputTokensDetails
    case promptTokensDetails, outputTokensDetails
    case cacheReadInputTokens
    case completionTokensDetails
    case cacheCreationInputTokens

    @inline(__always)
    init(_ name: Span<UInt8>) {
        self =
            switch name.count {
            case 4: name.equals("text") ? .text : name.equals("type") ? .type : name.equals("done") ? .done : .other
            case 5:
                name.equals("delta") ? .delta : name.equals("usage") ? .usage : name.equals("error") ? .error : .other
            case 7:
                name.equals("content")
                    ? .content
                    : name.equals("message")
                        ? .message
                        : name.equals("choices")
                            ? .choices
                            : name.equals("refusal")
                                ? .refusal
                                : name.equals("timings") ? .timings : name.equals("cache_n") ? .cachedCount : .other
            case 8: name.equals("response") ? .response : name.equals("thinking") ? .thinking : .other
            case 9: name.equals("reasoning") ? .reasoning : name.equals("prompt_ms") ? .promptMs : .other
            case 10: name.equals("tool_calls") ? .toolCalls : name.equals("eval_count") ? .evalCount : .other
            case 12:
                name.equals("predicted_ms")
                    ? .predictedMs
                    : name.equals("partial_json") ? .partialJSON : name.equals("input_tokens") ? .inputTokens : .other
            case 13:
                name.equals("content_block")
                    ? .contentBlock
                    : name.equals("load_duration")
                        ? .loadDuration
                        : name.equals("eval_duration")
                            ? .evalDuration
                            : name.equals("function_call")
                                ? .functionCall
                                : name.equals("prompt_tokens")
                                    ? .promptTokens
                                    : name.equals("output_tokens")
                                        ? .outputTokens : name.equals("cached_tokens") ? .cachedTokens : .other
            case 14: name.equals("total_duration") ? .totalDuration : .other
            case 16: name.equals("reasoning_tokens") ? .reasoningTokens : .other
            case 17:
                name.equals("prompt_eval_count")
                    ? .promptEvalCount
                    : name.equals("completion_tokens")
                        ? .completionTokens : name.equals("reasoning_content") ? .reasoningContent : .other
            case 20:
                name.equals("prompt_eval_duration")
                    ? .promptEvalDuration : name.equals("input_tokens_details") ? .inputTokensDetails : .other
            case 21:
                name.equals("prompt_tokens_details")
                    ? .promptTokensDetails : name.equals("output_tokens_details") ? .outputTokensDetails : .other
            case 23: name.equals("cache_read_input_tokens") ? .cacheReadInputTokens : .other
            case 25: name.equals("completion_tokens_details") ? .completionTokensDetails : .other
            case 27: name.equals("cache_creation_input_tokens") ? .cacheCreationInputTokens : .other
            default: .other
            }
    }
}
