@testable import Dialects

extension FieldTable {
    static let openAI = [
        FieldTable(
            page: "openai.md",
            path: "/v1/chat/completions",
            call: InferenceCall(.openAI, .chat),
            backends: [.ollama, .anthropic],
            base: #""model":"m","messages":[{"role":"user","content":"x"}]"#,
            rows: messageRows + toolRows + answerRows + samplingRows
        ),
        FieldTable(
            page: "openai.md",
            path: "/v1/completions",
            call: InferenceCall(.openAI, .completion),
            backends: [.ollama],
            base: #""model":"m","prompt":"x""#,
            rows: completionRows + samplingRows
        ),
        FieldTable(
            page: "openai.md",
            path: "/v1/responses",
            call: InferenceCall(.openAI, .responses),
            backends: [.openAI, .ollama, .anthropic],
            base: #""model":"m","input":"x""#,
            rows: inputRows + responseRows
        ),
        FieldTable(
            page: "openai.md",
            path: "/v1/embeddings",
            call: InferenceCall(.openAI, .embeddings),
            backends: [.ollama],
            base: #""model":"m","input":"x""#,
            rows: [
                FieldRow("`model`", #""model":"§a¦b§""#), FieldRow("`input`: a text, a list", #""input":["a","b"]"#),
                FieldRow("`input`: tokens", #""input":[1,2]"#, #""input":[[1,2]]"#),
                FieldRow("`dimensions`", #""dimensions":8"#),
                FieldRow("`encoding_format`", #""encoding_format":"base64""#, #""encoding_format":"float""#),
                FieldRow("`user`", #""user":"a""#), FieldRow("anything else", #""x":1"#),
            ]
        ),
    ]

    // MARK: Chats

    private static let messageRows = [
        FieldRow("`model`", #""model":"§a¦b§""#),
        FieldRow("`messages[].content`: a text", #""messages":[{"role":"user","content":"§a¦b§"}]"#),
        FieldRow(
            "`messages[].content[]`: `text`, `refusal`",
            #""messages":[{"role":"user","content":[{"type":"text","text":"a"}§,{"type":"text","text":"b"}§]}]"#,
            #""messages":[{"role":"assistant","content":[{"type":"refusal","refusal":"§a¦b§"}]},{"role":"user","content":"x"}]"#
        ),
        FieldRow(
            "`messages[].content[].image_url`: a data URI",
            #""messages":[{"role":"user","content":["#
                + #"{"type":"text","text":"a"}§,{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo="}}§]}]"#
        ),
        FieldRow(
            "`messages[].content[].image_url`: an address",
            #""messages":[{"role":"user","content":["#
                + #"{"type":"text","text":"a"}§,{"type":"image_url","image_url":{"url":"http://a/b.png"}}§]}]"#
        ),
        FieldRow(
            "`messages[].content[].image_url.detail`",
            #""messages":[{"role":"user","content":["#
                + #"{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo="§,"detail":"high"§}}]}]"#
        ),
        FieldRow(
            "`messages[].content[]`: `input_audio`, `file`",
            #""messages":[{"role":"user","content":[{"type":"text","text":"a"}§,{"type":"input_audio","input_audio":{}}§]}]"#,
            #""messages":[{"role":"user","content":[{"type":"text","text":"a"}§,{"type":"file","file":{}}§]}]"#
        ),
        FieldRow(
            "`messages[]` of `system`, `developer`",
            #""messages":[{"role":"user","content":"a"}§,{"role":"system","content":"b"}§]"#,
            #""messages":[{"role":"user","content":"a"}§,{"role":"developer","content":"b"}§]"#
        ),
        FieldRow(
            "`messages[]` of `assistant`",
            #""messages":[{"role":"user","content":"a"}§,{"role":"assistant","content":"b"}§]"#
        ),
        FieldRow(
            "`messages[].reasoning_content`, `reasoning`",
            #""messages":[{"role":"assistant","content":"a"§,"reasoning_content":"b"§},{"role":"user","content":"c"}]"#,
            #""messages":[{"role":"assistant","content":"a"§,"reasoning":"b"§},{"role":"user","content":"c"}]"#
        ),
        FieldRow(
            "`messages[].tool_calls`",
            #""messages":[{"role":"assistant","content":"a","tool_calls":[{"id":"i","type":"function","#
                + #""function":{"name":"§f¦g§","arguments":"{}"}}]},{"role":"tool","tool_call_id":"i","content":"c"}]"#
        ),
        FieldRow(
            "`messages[]` of `tool`",
            #""messages":[{"role":"assistant","content":"a","tool_calls":[{"id":"i","type":"function","#
                + #""function":{"name":"f","arguments":"{}"}}]}§,{"role":"tool","tool_call_id":"i","content":"c"}§]"#
        ),
        FieldRow("`messages[].name`", #""messages":[{"role":"user","content":"a"§,"name":"b"§}]"#),
        FieldRow(
            "`messages[].function_call`",
            #""messages":[{"role":"assistant","content":"a"§,"function_call":{}§},{"role":"user","content":"c"}]"#
        ),
    ]

    private static let tool = #""tools":[{"type":"function","function":{"name":"f"}}]"#

    private static let toolRows = [
        FieldRow("`tools`", tool), FieldRow("`tools` of other types", #""tools":[{"type":"custom","custom":{}}]"#),
        FieldRow(
            "`tools[].function.strict`",
            #""tools":[{"type":"function","function":{"name":"f"§,"strict":true§}}]"#
        ),
        FieldRow("`tool_choice`: `auto`", tool + #"§,"tool_choice":"auto"§"#),
        FieldRow("`tool_choice`: `none`", tool + #"§,"tool_choice":"none"§"#),
        FieldRow(
            "`tool_choice`: `required`, a function",
            tool + #"§,"tool_choice":"required"§"#,
            tool + #"§,"tool_choice":{"type":"function","function":{"name":"f"}}§"#
        ),
        FieldRow("`parallel_tool_calls: false`", tool + #"§,"parallel_tool_calls":false§"#),
        FieldRow("`functions`, `function_call`", #""functions":[{"name":"f"}]"#, #""function_call":"auto""#),
    ]

    private static let answerRows = [
        FieldRow("`max_completion_tokens`, `max_tokens`", #""max_completion_tokens":5"#, #""max_tokens":5"#),
        FieldRow("`response_format`: `json_object`", #""response_format":{"type":"json_object"}"#),
        FieldRow(
            "`response_format`: `json_schema`",
            #""response_format":{"type":"json_schema","json_schema":{"name":"a","schema":{"type":"object"}}}"#
        ),
        FieldRow(
            "`reasoning_effort`, `reasoning.effort`",
            #""reasoning_effort":"low""#,
            #""reasoning":{"effort":"low"}"#,
            #""reasoning_effort":"none""#
        ),
        FieldRow("`logprobs`", #""logprobs":true"#),
        FieldRow("`top_logprobs`", #""logprobs":true§,"top_logprobs":2§"#),
        FieldRow("`stream_options.include_usage`", #""stream":true§,"stream_options":{"include_usage":true}§"#),
        FieldRow("`audio`, `web_search_options`", #""audio":{}"#, #""web_search_options":{}"#),
        FieldRow("`modalities` other than text", #""modalities":["text","audio"]"#),
        FieldRow(
            "`store`, `metadata`, `service_tier`, `prediction`, `verbosity`, `prompt_cache_key`, `safety_identifier`",
            #""store":true"#,
            #""metadata":{"a":"b"}"#,
            #""service_tier":"auto""#,
            #""prediction":{"type":"content"}"#,
            #""verbosity":"low""#,
            #""prompt_cache_key":"a""#,
            #""safety_identifier":"a""#
        ),
    ]

    private static let samplingRows = [
        FieldRow("`stream`", #""stream":true"#), FieldRow("`n` above 1", #""n":2"#),
        FieldRow("`stop`", #""stop":["a"]"#),
        FieldRow("`temperature`", #""temperature":0.5"#, #""temperature":1.5"#),
        FieldRow("`top_p`", #""top_p":0.5"#), FieldRow("`top_k`", #""top_k":5"#), FieldRow("`min_p`", #""min_p":0.5"#),
        FieldRow("`seed`", #""seed":5"#),
        FieldRow("`frequency_penalty`", #""frequency_penalty":0.5"#),
        FieldRow("`presence_penalty`", #""presence_penalty":0.5"#),
        FieldRow(
            "`repeat_penalty`, `repetition_penalty`",
            #""repeat_penalty":1.5"#,
            #""repetition_penalty":1.5"#
        ),
        FieldRow("`logit_bias`", #""logit_bias":{"5":1}"#), FieldRow("`user`", #""user":"a""#),
        FieldRow("`fallback_models`", #""fallback_models":["x"]"#), FieldRow("anything else", #""x":1"#),
    ]

    private static let completionRows = [
        FieldRow("`model`", #""model":"§a¦b§""#),
        FieldRow("`prompt`: a text, a list of one", #""prompt":"a""#, #""prompt":["a"]"#),
        FieldRow("`prompt`: several, tokens", #""prompt":["a","b"]"#, #""prompt":[1,2]"#),
        FieldRow("`suffix`", #""suffix":"a""#), FieldRow("`max_tokens`", #""max_tokens":5"#),
        FieldRow("`echo`, `logprobs`", #""echo":true"#, #""logprobs":2"#),
        FieldRow("`best_of` above 1", #""best_of":2"#),
        FieldRow("`stream_options.include_usage`", #""stream":true§,"stream_options":{"include_usage":true}§"#),
    ]

    // MARK: Responses

    private static let call = #"{"type":"function_call","call_id":"i","name":"f","arguments":"{}"}"#

    private static let inputRows = [
        FieldRow("`model`", #""model":"§a¦b§""#), FieldRow("`input`: a text", #""input":"a""#),
        FieldRow("`instructions`", #""instructions":"a""#),
        FieldRow(
            "`input[]`: `message` of `user`",
            #""input":[{"role":"user","content":"§a¦b§"}]"#
        ),
        FieldRow(
            "`input[]`: `message` of `system`, `developer`",
            #""input":[{"role":"user","content":"a"}§,{"role":"system","content":"b"}§]"#,
            #""input":[{"role":"user","content":"a"}§,{"role":"developer","content":"b"}§]"#
        ),
        FieldRow(
            "`input[]`: `message` of `assistant`",
            #""input":[{"role":"user","content":"a"}§,{"role":"assistant","content":"b"}§]"#
        ),
        FieldRow(
            "`input[].content[]`: `input_text`, `output_text`, `refusal`",
            #""input":[{"role":"user","content":[{"type":"input_text","text":"§a¦b§"}]}]"#,
            #""input":[{"role":"assistant","content":[{"type":"output_text","text":"§a¦b§"}]},{"role":"user","content":"c"}]"#,
            #""input":[{"role":"assistant","content":[{"type":"refusal","refusal":"§a¦b§"}]},{"role":"user","content":"c"}]"#
        ),
        FieldRow(
            "`input[].content[].image_url`: a data URI",
            #""input":[{"role":"user","content":[{"type":"input_text","text":"a"}§,"#
                + #"{"type":"input_image","image_url":"data:image/png;base64,iVBORw0KGgo="}§]}]"#
        ),
        FieldRow(
            "`input[].content[].image_url`: an address",
            #""input":[{"role":"user","content":[{"type":"input_text","text":"a"}§,"#
                + #"{"type":"input_image","image_url":"http://a/b.png"}§]}]"#
        ),
        FieldRow(
            "`input[].content[].detail`",
            #""input":[{"role":"user","content":["#
                + #"{"type":"input_image","image_url":"data:image/png;base64,iVBORw0KGgo="§,"detail":"high"§}]}]"#
        ),
        FieldRow(
            "`input[].content[]`: `input_file`, `input_audio`; `file_id`",
            #""input":[{"role":"user","content":[{"type":"input_text","text":"a"}§,{"type":"input_file","file_data":"x"}§]}]"#,
            #""input":[{"role":"user","content":[{"type":"input_text","text":"a"}§,{"type":"input_audio"}§]}]"#,
            #""input":[{"role":"user","content":[{"type":"input_text","text":"a"}§,{"type":"input_image","file_id":"x"}§]}]"#
        ),
        FieldRow("`input[]`: `function_call`", #""input":[{"role":"user","content":"a"}§,\#(call)§]"#),
        FieldRow(
            "`input[]`: `function_call_output`",
            #""input":[{"role":"user","content":"a"},\#(call)§,{"type":"function_call_output","call_id":"i","output":"c"}§]"#
        ),
        FieldRow(
            "`input[]`: `reasoning`",
            #""input":[§{"type":"reasoning","summary":[{"type":"summary_text","text":"t"}]},§"#
                + #"{"role":"assistant","content":"b"},{"role":"user","content":"c"}]"#
        ),
        FieldRow(
            "`input[]`: `reasoning` with a signature in `encrypted_content`",
            #""input":[§{"type":"reasoning","summary":[{"type":"summary_text","text":"t"}],"encrypted_content":"signature:s"},§"#
                + #"{"role":"assistant","content":"b"},{"role":"user","content":"c"}]"#
        ),
        FieldRow(
            "`input[].encrypted_content` of another maker",
            #""input":[{"type":"reasoning","summary":[{"type":"summary_text","text":"t"}]§,"encrypted_content":"s"§},"#
                + #"{"role":"assistant","content":"b"},{"role":"user","content":"c"}]"#
        ),
        FieldRow(
            "`input[]`: `item_reference`, other items",
            #""input":[{"role":"user","content":"a"}§,{"type":"item_reference","id":"x"}§]"#,
            #""input":[{"role":"user","content":"a"}§,{"type":"web_search_call","id":"x"}§]"#
        ),
    ]

    private static let function = #""tools":[{"type":"function","name":"f"}]"#

    private static let responseRows = [
        FieldRow("`tools` of `function`", function),
        FieldRow("`tools` of other types", #""tools":[{"type":"web_search"}]"#),
        FieldRow("`tools[].strict`", #""tools":[{"type":"function","name":"f"§,"strict":true§}]"#),
        FieldRow("`tool_choice`: `auto`", function + #"§,"tool_choice":"auto"§"#),
        FieldRow("`tool_choice`: `none`", function + #"§,"tool_choice":"none"§"#),
        FieldRow(
            "`tool_choice`: `required`, a function",
            function + #"§,"tool_choice":"required"§"#,
            function + #"§,"tool_choice":{"type":"function","name":"f"}§"#
        ),
        FieldRow("`tool_choice` of other forms", function + #"§,"tool_choice":{"type":"allowed_tools"}§"#),
        FieldRow("`parallel_tool_calls: false`", function + #"§,"parallel_tool_calls":false§"#),
        FieldRow("`max_output_tokens`", #""max_output_tokens":5"#),
        FieldRow("`text.format`: `json_object`", #""text":{"format":{"type":"json_object"}}"#),
        FieldRow(
            "`text.format`: `json_schema`",
            #""text":{"format":{"type":"json_schema","name":"a","schema":{"type":"object"}}}"#
        ),
        FieldRow("`reasoning.effort`", #""reasoning":{"effort":"low"}"#, #""reasoning":{"effort":"none"}"#),
        FieldRow("`reasoning.summary`", #""reasoning":{"summary":"auto"}"#),
        FieldRow(
            "`top_logprobs`, `include: [\"message.output_text.logprobs\"]`",
            #""top_logprobs":2"#,
            #""include":["message.output_text.logprobs"]"#
        ),
        FieldRow("`include: [\"reasoning.encrypted_content\"]`", #""include":["reasoning.encrypted_content"]"#),
        FieldRow("other `include`s", #""include":["file_search_call.results"]"#),
        FieldRow("`temperature`", #""temperature":0.5"#, #""temperature":1.5"#), FieldRow("`top_p`", #""top_p":0.5"#),
        FieldRow("`user`", #""user":"a""#), FieldRow("`stream`", #""stream":true"#),
        FieldRow("`stream_options`", #""stream_options":{"include_obfuscation":false}"#),
        FieldRow("`store: true`, `truncation: \"auto\"`", #""store":true"#, #""truncation":"auto""#),
        FieldRow("`store: false`, `truncation: \"disabled\"`", #""store":false"#, #""truncation":"disabled""#),
        FieldRow(
            "`metadata`, `text.verbosity`, `max_tool_calls`, `prompt_cache_key`, `safety_identifier`, `service_tier`",
            #""metadata":{"a":"b"}"#,
            #""text":{"verbosity":"low"}"#,
            #""max_tool_calls":2"#,
            #""prompt_cache_key":"a""#,
            #""safety_identifier":"a""#,
            #""service_tier":"auto""#
        ),
        FieldRow(
            "`previous_response_id`, `conversation`, `background: true`, `prompt`",
            #""previous_response_id":"a""#,
            #""conversation":"a""#,
            #""background":true"#,
            #""prompt":{"id":"a"}"#
        ),
        FieldRow("`fallback_models`", #""fallback_models":["x"]"#), FieldRow("anything else", #""x":1"#),
    ]
}
