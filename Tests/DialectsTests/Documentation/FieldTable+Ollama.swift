@testable import Dialects

extension FieldTable {
    static let ollama = [
        FieldTable(
            page: "ollama.md",
            path: "/api/chat",
            call: InferenceCall(.ollama, .chat),
            backends: [.openAI, .anthropic],
            base: #""model":"m","messages":[{"role":"user","content":"x"}]"#,
            rows: chatRows + answerRows + optionRows
        ),
        FieldTable(
            page: "ollama.md",
            path: "/api/generate",
            call: InferenceCall(.ollama, .generate),
            backends: [.openAI, .anthropic],
            base: #""model":"m","prompt":"x""#,
            rows: generateRows + answerRows + [
                FieldRow("`options.*`, as of a chat: `top_p`", #""options":{"top_p":0.5}"#)
            ]
        ),
        FieldTable(
            page: "ollama.md",
            path: "/api/embed",
            call: InferenceCall(.ollama, .embeddings),
            backends: [.openAI],
            base: #""model":"m","input":"x""#,
            rows: [
                FieldRow("`model`", #""model":"§a¦b§""#), FieldRow("`input`: a text, a list", #""input":["a","b"]"#),
                FieldRow("`dimensions`", #""dimensions":8"#), FieldRow("`truncate`", #""truncate":false"#),
                FieldRow("`keep_alive`", #""keep_alive":"5m""#), FieldRow("`options`", #""options":{"num_ctx":1}"#),
                FieldRow("anything else", #""x":1"#),
            ]
        ),
        FieldTable(
            page: "ollama.md",
            path: "/api/embeddings",
            call: InferenceCall(.ollama, .embeddings),
            backends: [.openAI],
            base: #""model":"m""#,
            rows: [
                FieldRow("`model`", #""prompt":"x","model":"§a¦b§""#), FieldRow("`prompt`", #""prompt":"§a¦b§""#),
                FieldRow("`keep_alive`", #""prompt":"x"§,"keep_alive":"5m"§"#),
                FieldRow("`options`", #""prompt":"x"§,"options":{"num_ctx":1}§"#),
                FieldRow("anything else", #""prompt":"x"§,"x":1§"#),
            ]
        ),
    ]

    private static let chatRows = [
        FieldRow("`model`", #""model":"§a¦b§""#),
        FieldRow("`messages[].content`", #""messages":[{"role":"user","content":"§a¦b§"}]"#),
        FieldRow(
            "`messages[]` of `system`",
            #""messages":[{"role":"user","content":"a"}§,{"role":"system","content":"b"}§]"#
        ),
        FieldRow(
            "`messages[]` of `assistant`",
            #""messages":[{"role":"user","content":"a"}§,{"role":"assistant","content":"b"}§]"#
        ),
        FieldRow("`messages[].images`", #""messages":[{"role":"user","content":"a"§,"images":["iVBORw0KGgo="]§}]"#),
        FieldRow(
            "`messages[].thinking`",
            #""messages":[{"role":"assistant","content":"a"§,"thinking":"b"§},{"role":"user","content":"c"}]"#
        ),
        FieldRow(
            "`messages[].tool_calls`",
            #""messages":[{"role":"assistant","content":"a","tool_calls":[{"function":{"name":"§f¦g§","arguments":{"a":1}}}]},"#
                + #"{"role":"tool","content":"c"}]"#
        ),
        FieldRow(
            "`messages[].tool_calls[].id`, `messages[].tool_call_id`",
            #""messages":[{"role":"assistant","content":"a","tool_calls":[{§"id":"i",§"function":{"name":"f"}}]},"#
                + #"{"role":"tool"§,"tool_call_id":"i"§,"content":"c"}]"#
        ),
        FieldRow(
            "`messages[].tool_name`",
            #""messages":[{"role":"assistant","content":"a","tool_calls":[{"id":"i","function":{"name":"f"}},"#
                + #"{"id":"j","function":{"name":"g"}}]},{"role":"tool"§,"tool_name":"g"§,"content":"c"}]"#
        ),
        FieldRow("`tools`", #""tools":[{"type":"function","function":{"name":"f"}}]"#),
        FieldRow("`tools[].items`", #""tools":[{"type":"function"§,"items":{}§,"function":{"name":"f"}}]"#),
    ]

    private static let generateRows = [
        FieldRow("`model`", #""model":"§a¦b§""#), FieldRow("`prompt`", #""prompt":"§a¦b§""#),
        FieldRow("`system`", #""system":"a""#), FieldRow("`images`", #""images":["iVBORw0KGgo="]"#),
        FieldRow("`raw`", #""raw":true"#), FieldRow("`suffix`", #""suffix":"a""#),
        FieldRow("`template`", #""template":"a""#), FieldRow("`context`", #""context":[1]"#),
    ]

    /// How to answer.
    private static let answerRows = [
        FieldRow("`stream`", #""stream":false"#), FieldRow("`format`: `\"json\"`", #""format":"json""#),
        FieldRow("`format`: a schema", #""format":{"type":"object"}"#),
        FieldRow("`think`", #""think":true"#, #""think":false"#, #""think":"high""#),
        FieldRow("`logprobs`", #""logprobs":true"#),
        FieldRow("`top_logprobs`", #""logprobs":true§,"top_logprobs":2§"#),
        FieldRow("`keep_alive`", #""keep_alive":"5m""#), FieldRow("`truncate`", #""truncate":false"#),
        FieldRow("`shift`", #""shift":false"#), FieldRow("`_debug_render_only`", #""_debug_render_only":true"#),
        FieldRow("`fallback_models`", #""fallback_models":["x"]"#), FieldRow("anything else", #""x":1"#),
    ]

    private static let optionRows = [
        FieldRow("`options.temperature`", #""options":{"temperature":0.5}"#, #""options":{"temperature":1.5}"#),
        FieldRow("`options.top_p`", #""options":{"top_p":0.5}"#),
        FieldRow("`options.top_k`", #""options":{"top_k":5}"#),
        FieldRow("`options.min_p`", #""options":{"min_p":0.5}"#),
        FieldRow("`options.seed`", #""options":{"seed":5}"#),
        FieldRow("`options.seed` below 0", #""options":{"seed":-1}"#),
        FieldRow("`options.frequency_penalty`", #""options":{"frequency_penalty":0.5}"#),
        FieldRow("`options.presence_penalty`", #""options":{"presence_penalty":0.5}"#),
        FieldRow("`options.repeat_penalty`", #""options":{"repeat_penalty":1.5}"#),
        FieldRow("`options.stop`", #""options":{"stop":["a"]}"#),
        FieldRow("`options.num_predict`", #""options":{"num_predict":5}"#),
        FieldRow("`options.num_predict` below 0", #""options":{"num_predict":-1}"#),
        FieldRow("`options.num_ctx`", #""options":{"num_ctx":5}"#),
        FieldRow(
            "`options`: `num_keep`, `typical_p`, `repeat_last_n`",
            #""options":{"num_keep":5}"#,
            #""options":{"typical_p":0.5}"#,
            #""options":{"repeat_last_n":5}"#
        ),
        FieldRow(
            "`options`: `num_batch`, `num_gpu`, `main_gpu`, `use_mmap`, `num_thread`, `draft_num_predict`",
            #""options":{"num_batch":5}"#,
            #""options":{"num_gpu":5}"#,
            #""options":{"main_gpu":5}"#,
            #""options":{"use_mmap":true}"#,
            #""options":{"num_thread":5}"#,
            #""options":{"draft_num_predict":5}"#
        ),
    ]
}
