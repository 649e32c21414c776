import Testing

@testable import Dialects

/// Answers as real servers give them.
struct AnswerExample: Sendable, CustomTestStringConvertible {
    let name: String
    let dialect: Dialect
    let form: AnswerForm
    let text: String

    var testDescription: String { name }

    static let all = [
        ollamaChat, ollamaTools, ollamaGenerate, ollamaWhole, openAIChat, openAITools, openAIWhole, completion,
        llamaCpp,
        responses, anthropic, anthropicTools, anthropicWhole,
    ]

    static let ollamaChat = AnswerExample(
        name: "Ollama chat",
        dialect: .ollama,
        form: .lines,
        text: #"""
            {"model":"llama3","created_at":"2026-08-21T10:00:00.1Z","message":{"role":"assistant","content":""},"done":false}
            {"model":"llama3","created_at":"2026-08-21T10:00:00.2Z","message":{"role":"assistant","content":"","thinking":"Hm"},"done":false}
            {"model":"llama3","created_at":"2026-08-21T10:00:00.3Z","message":{"role":"assistant","content":"Be\"cause {\"done\":true}"},"done":false}
            {"model":"llama3","created_at":"2026-08-21T10:00:00.4Z","message":{"role":"assistant","content":"\n"},"done":false}
            {"model":"llama3","created_at":"2026-08-21T10:00:00.5Z","message":{"role":"assistant","content":""},"done_reason":"stop","done":true,"total_duration":4883583458,"load_duration":1334875,"prompt_eval_count":26,"prompt_eval_duration":342546000,"eval_count":282,"eval_duration":4535599000}

            """#
    )

    static let ollamaTools = AnswerExample(
        name: "Ollama tools",
        dialect: .ollama,
        form: .lines,
        text: #"""
            {"model":"m","message":{"role":"assistant","content":"","tool_calls":[]},"done":false}
            {"model":"m","message":{"role":"assistant","content":"","tool_calls":[{"function":{"name":"f","arguments":{"done":true,"error":"x","deep":{"a":{"b":[{"tool_calls":[{}]}]}}}}}]},"done":false}
            {"model":"m","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop"}

            """#
    )

    static let ollamaGenerate = AnswerExample(
        name: "Ollama generate",
        dialect: .ollama,
        form: .lines,
        text: #"""
            {"model":"m","response":"","done":false}
            {"model":"m","response":"","thinking":"so","done":false}
            {"model":"m","response":"The","done":false}
            {"model":"m","response":"","done":true,"context":[1,2,3],"prompt_eval_count":5,"eval_count":2}

            """#
    )

    static let ollamaWhole = AnswerExample(
        name: "Ollama, not streamed",
        dialect: .ollama,
        form: .whole,
        text: #"""
            {"model":"m","message":{"role":"assistant","content":"Hi"},"done":true,"total_duration":2000000000,
             "prompt_eval_count":5,"eval_count":2}
            """#
    )

    static let openAIChat = AnswerExample(
        name: "OpenAI chat",
        dialect: .openAI,
        form: .events,
        text: #"""
            : keep-alive

            data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}],"usage":null}

            : prefill_progress {"choices":[{"delta":{"content":"no"}}]}

            data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"reasoning":"Hm"},"finish_reason":null}],"usage":null}

            data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":null}],"usage":null}

            data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null}

            data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{"prompt_tokens":19,"completion_tokens":10,"total_tokens":29,"prompt_tokens_details":{"cached_tokens":16,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":4}}}

            data: [DONE]


            """#
    )

    static let openAITools = AnswerExample(
        name: "OpenAI tools",
        dialect: .openAI,
        form: .events,
        text: #"""
            data: {"choices":[{"index":0,"delta":{"role":"assistant","content":null}}]}

            data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c","type":"function","function":{"name":"f","arguments":""}}]}}]}

            data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"a\":"}}]}}]}

            data:{"choices":[{"index":0,"delta":{"tool_calls":[]},"finish_reason":"tool_calls"}]}

            data:[DONE]


            """#
    )

    static let openAIWhole = AnswerExample(
        name: "OpenAI, not streamed",
        dialect: .openAI,
        form: .whole,
        text: #"""
            {"id":"chatcmpl-1","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant",
             "content":"Hi","refusal":null},"finish_reason":"stop"}],"error":null,
             "usage":{"prompt_tokens":9,"completion_tokens":12,"total_tokens":21}}

            """#
    )

    static let completion = AnswerExample(
        name: "OpenAI completion",
        dialect: .openAI,
        form: .events,
        text: #"""
            data: {"id":"cmpl-1","object":"text_completion","choices":[{"text":"","index":0}],"usage":{"prompt_tokens":0}}

            data: {"id":"cmpl-1","object":"text_completion","choices":[{"text":" a","index":0}],"usage":{"prompt_tokens":7}}

            data: [DONE]


            """#
    )

    static let llamaCpp = AnswerExample(
        name: "llama.cpp",
        dialect: .openAI,
        form: .events,
        text: #"""
            data: {"choices":[{"finish_reason":null,"index":0,"delta":{"reasoning_content":"Let"}}]}

            data: {"choices":[{"finish_reason":"stop","index":0,"delta":{}}],"usage":{"completion_tokens":2,"prompt_tokens":30},"timings":{"cache_n":20,"prompt_n":10,"prompt_ms":12.5,"prompt_per_second":800.0,"predicted_n":2,"predicted_ms":1e2}}

            data: [DONE]


            """#
    )

    static let responses = AnswerExample(
        name: "OpenAI responses",
        dialect: .openAI,
        form: .events,
        text: #"""
            event: response.created
            data: {"type":"response.created","sequence_number":0,"response":{"id":"resp_1","status":"in_progress","error":null,"usage":null,"output":[]}}

            event: response.output_item.added
            data: {"type":"response.output_item.added","item":{"type":"message","content":[]},"sequence_number":1}

            event: response.function_call_arguments.delta
            data: {"type":"response.function_call_arguments.delta","delta":"{","sequence_number":2}

            event: response.output_text.delta
            data: {"type":"response.output_text.delta","delta":"Hi","logprobs":[],"sequence_number":3}

            event: response.completed
            data: {"type":"response.completed","response":{"id":"resp_1","output":[{"type":"message","content":[{"type":"output_text","text":"Hi"}]}],"usage":{"input_tokens":36,"input_tokens_details":{"cached_tokens":8},"output_tokens":87,"output_tokens_details":{"reasoning_tokens":3},"total_tokens":123}},"sequence_number":4}


            """#
    )

    static let anthropic = AnswerExample(
        name: "Anthropic",
        dialect: .anthropic,
        form: .events,
        text: #"""
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","content":[],"model":"m","stop_reason":null,"usage":{"input_tokens":25,"cache_creation_input_tokens":5,"cache_read_input_tokens":100,"output_tokens":1}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}}

            event: ping
            data: {"type": "ping"}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm"}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"EqQ="}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: content_block_delta
            data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Hello"}}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":15}}

            event: message_stop
            data: {"type":"message_stop"}


            """#
    )

    static let anthropicTools = AnswerExample(
        name: "Anthropic tools",
        dialect: .anthropic,
        form: .events,
        text: #"""
            event: content_block_start
            data: {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"t","name":"f","input":{}}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"type\": \"message_stop\""}}

            event: message_stop
            data: {"type":"message_stop"}


            """#
    )

    static let anthropicWhole = AnswerExample(
        name: "Anthropic, not streamed",
        dialect: .anthropic,
        form: .whole,
        text: #"""
            {"id":"msg_1","type":"message","content":[{"type":"text","text":"Hi"}],"stop_reason":"end_turn",
             "usage":{"input_tokens":12,"output_tokens":6}}
            """#
    )
}
