@testable import Dialects

extension FieldTable {
    static let anthropic = [
        FieldTable(
            page: "anthropic.md",
            path: "/v1/messages",
            call: InferenceCall(.anthropic, .messages),
            backends: [.openAI, .ollama],
            base: #""model":"m","max_tokens":4096,"messages":[{"role":"user","content":"x"}]"#,
            rows: messageRows + blockRows + toolRows + answerRows
        )
    ]

    private static let messageRows = [
        FieldRow("`model`", #""model":"§a¦b§""#),
        FieldRow("`system`: a text, blocks", #""system":"a""#, #""system":[{"type":"text","text":"a"}]"#),
        FieldRow("`messages[].content`: a text", #""messages":[{"role":"user","content":"§a¦b§"}]"#),
        FieldRow(
            "`messages[]` of `assistant`",
            #""messages":[{"role":"user","content":"a"}§,{"role":"assistant","content":"b"}§]"#
        ),
        FieldRow(
            "`messages[]` of `system`",
            #""messages":[{"role":"user","content":"a"}§,{"role":"system","content":"b"}§]"#
        ),
    ]

    private static func user(_ blocks: String) -> String {
        #""messages":[{"role":"user","content":[\#(blocks)]}]"#
    }

    private static func assistant(_ blocks: String) -> String {
        #""messages":[{"role":"assistant","content":[\#(blocks)]},{"role":"user","content":"c"}]"#
    }

    private static let text = #"{"type":"text","text":"a"}"#

    private static let blockRows = [
        FieldRow("`content[]`: `text`", user(#"{"type":"text","text":"§a¦b§"}"#)),
        FieldRow(
            "`content[]`: `image` in base64",
            user(
                text + #"§,{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}}§"#
            )
        ),
        FieldRow(
            "`content[]`: `image` at an address",
            user(text + #"§,{"type":"image","source":{"type":"url","url":"http://a/b.png"}}§"#)
        ),
        FieldRow(
            "`content[]`: `image`, `document` by `file_id`",
            user(text + #"§,{"type":"image","source":{"type":"file","file_id":"x"}}§"#),
            user(text + #"§,{"type":"document","source":{"type":"file","file_id":"x"}}§"#)
        ),
        FieldRow(
            "`content[]`: `document` of plain text, its `title`",
            user(
                text
                    + #"§,{"type":"document","title":"t","source":{"type":"text","media_type":"text/plain","data":"d"}}§"#
            )
        ),
        FieldRow(
            "`content[]`: `document` of other types",
            user(text + #"§,{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"x"}}§"#)
        ),
        FieldRow(
            "`content[]`: `thinking`",
            assistant(#"§{"type":"thinking","thinking":"t"},§{"type":"text","text":"a"}"#)
        ),
        FieldRow(
            "`content[].signature`",
            assistant(#"{"type":"thinking","thinking":"t"§,"signature":"s"§},{"type":"text","text":"a"}"#)
        ),
        FieldRow(
            "`content[]`: `redacted_thinking`",
            assistant(#"§{"type":"redacted_thinking","data":"t"},§{"type":"text","text":"a"}"#)
        ),
        FieldRow(
            "`content[]`: `tool_use`",
            assistant(#"{"type":"text","text":"a"}§,{"type":"tool_use","id":"i","name":"f","input":{}}§"#)
        ),
        FieldRow(
            "`content[]`: `tool_result` of text",
            #""messages":[{"role":"assistant","content":[{"type":"tool_use","id":"i","name":"f","input":{}}]},"#
                + #"{"role":"user","content":[{"type":"tool_result","tool_use_id":"i","content":"§a¦b§"}]}]"#
        ),
        FieldRow(
            "`content[]`: `tool_result` with pictures",
            #""messages":[{"role":"assistant","content":[{"type":"tool_use","id":"i","name":"f","input":{}}]},"#
                + #"{"role":"user","content":[{"type":"tool_result","tool_use_id":"i","content":[{"type":"text","text":"a"}§,"#
                + #"{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}}§]}]}]"#
        ),
        FieldRow(
            "`content[].is_error`",
            #""messages":[{"role":"assistant","content":[{"type":"tool_use","id":"i","name":"f","input":{}}]},"#
                + #"{"role":"user","content":[{"type":"tool_result","tool_use_id":"i","content":"a"§,"is_error":true§}]}]"#
        ),
        FieldRow(
            "`content[]`: `server_tool_use`, `web_search_tool_result`, others",
            assistant(text + #"§,{"type":"server_tool_use","id":"i","name":"f","input":{}}§"#),
            user(text + #"§,{"type":"web_search_tool_result","tool_use_id":"i"}§"#)
        ),
        FieldRow(
            "`cache_control`, `citations`",
            user(#"{"type":"text","text":"a"§,"cache_control":{"type":"ephemeral"}§}"#),
            user(#"{"type":"text","text":"a"§,"citations":[{}]§}"#)
        ),
    ]

    private static let tool = #""tools":[{"name":"f","input_schema":{"type":"object"}}]"#

    private static let toolRows = [
        FieldRow("`tools`", tool),
        FieldRow("`tools` of other types", #""tools":[{"type":"web_search_20250305","name":"f"}]"#),
        FieldRow("`tools[].strict`", #""tools":[{"name":"f","input_schema":{}§,"strict":true§}]"#),
        FieldRow("`tool_choice`: `auto`", tool + #"§,"tool_choice":{"type":"auto"}§"#),
        FieldRow("`tool_choice`: `none`", tool + #"§,"tool_choice":{"type":"none"}§"#),
        FieldRow(
            "`tool_choice`: `any`, `tool`",
            tool + #"§,"tool_choice":{"type":"any"}§"#,
            tool + #"§,"tool_choice":{"type":"tool","name":"f"}§"#
        ),
        FieldRow(
            "`tool_choice.disable_parallel_tool_use`",
            tool + #","tool_choice":{"type":"auto"§,"disable_parallel_tool_use":true§}"#
        ),
    ]

    private static let answerRows = [
        FieldRow("`max_tokens`", #""max_tokens":§5¦6§"#), FieldRow("`stream`", #""stream":true"#),
        FieldRow("`temperature`", #""temperature":0.5"#), FieldRow("`top_p`", #""top_p":0.5"#),
        FieldRow("`top_k`", #""top_k":5"#), FieldRow("`stop_sequences`", #""stop_sequences":["a"]"#),
        FieldRow(
            "`thinking`: `enabled` with `budget_tokens`, `adaptive`, `disabled`",
            #""thinking":{"type":"enabled","budget_tokens":1024}"#,
            #""thinking":{"type":"adaptive"}"#,
            #""thinking":{"type":"disabled"}"#
        ),
        FieldRow("`output_config.effort`", #""output_config":{"effort":"high"}"#),
        FieldRow(
            "`output_config.format`, `output_format`",
            #""output_config":{"format":{"type":"json_schema","schema":{"type":"object"}}}"#,
            #""output_format":{"type":"json_schema","schema":{"type":"object"}}"#
        ),
        FieldRow("`metadata.user_id`", #""metadata":{"user_id":"a"}"#),
        FieldRow("`service_tier`", #""service_tier":"auto""#),
        FieldRow("`mcp_servers`, `container`", #""mcp_servers":[{}]"#, #""container":"a""#),
        FieldRow("`fallback_models`", #""fallback_models":["x"]"#), FieldRow("anything else", #""x":1"#),
    ]
}
