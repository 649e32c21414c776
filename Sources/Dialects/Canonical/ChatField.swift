/// What a request can say and not every dialect can, by the name its client knows it under.
enum ChatField: Equatable, Sendable {
    case temperature, topP, topK, minP, seed, frequencyPenalty, presencePenalty, repeatPenalty, logitBias
    case format, thinking, toolChoice, parallelCalls, toolStrict, logprobs, user
    case messages, completion, image, toolError, signature, redactedThinking, thought, arguments

    func name(in wording: ChatWording) -> String {
        switch wording {
        case .ollama: ollama
        case .openAI: openAI
        case .responses: responses
        case .anthropic: anthropic
        }
    }

    private var ollama: String {
        switch self {
        case .temperature: "options.temperature"
        case .topP: "options.top_p"
        case .topK: "options.top_k"
        case .minP: "options.min_p"
        case .seed: "options.seed"
        case .frequencyPenalty: "options.frequency_penalty"
        case .presencePenalty: "options.presence_penalty"
        case .repeatPenalty: "options.repeat_penalty"
        case .format: "format"
        case .thinking: "think"
        case .image: "messages[].images"
        case .thought: "messages[].thinking"
        case .completion: "prompt"
        default: openAI
        }
    }

    private var openAI: String {
        switch self {
        case .temperature: "temperature"
        case .topP: "top_p"
        case .topK: "top_k"
        case .minP: "min_p"
        case .seed: "seed"
        case .frequencyPenalty: "frequency_penalty"
        case .presencePenalty: "presence_penalty"
        case .repeatPenalty: "repeat_penalty"
        case .logitBias: "logit_bias"
        case .format: "response_format"
        case .thinking: "reasoning_effort"
        case .toolChoice: "tool_choice"
        case .parallelCalls: "parallel_tool_calls"
        case .toolStrict: "tools[].function.strict"
        case .logprobs: "logprobs"
        case .user: "user"
        case .messages: "messages"
        case .completion: "prompt"
        case .image: "messages[].content[].image_url"
        case .toolError: "messages[].is_error"
        case .signature: "messages[].signature"
        case .redactedThinking: "messages[].redacted_thinking"
        case .thought: "messages[].reasoning_content"
        case .arguments: "messages[].tool_calls[].function.arguments"
        }
    }

    private var responses: String {
        switch self {
        case .format: "text.format"
        case .thinking: "reasoning.effort"
        case .toolStrict: "tools[].strict"
        case .logprobs: "top_logprobs"
        case .messages: "input"
        case .image: "input[].content[].image_url"
        case .toolError: "input[].status"
        case .signature, .redactedThinking: "input[].encrypted_content"
        case .thought: "input[].summary"
        case .arguments: "input[].arguments"
        default: openAI
        }
    }

    private var anthropic: String {
        switch self {
        case .format: "output_config.format"
        case .thinking: "thinking"
        case .parallelCalls: "tool_choice.disable_parallel_tool_use"
        case .toolStrict: "tools[].strict"
        case .user: "metadata.user_id"
        case .image: "messages[].content[].source"
        case .toolError: "messages[].content[].is_error"
        case .signature: "messages[].content[].signature"
        case .redactedThinking: "messages[].content[].redacted_thinking"
        case .thought: "messages[].content[].thinking"
        case .arguments: "messages[].content[].input"
        default: openAI
        }
    }
}
