import Fleet

/// A client of one dialect in front of a backend that knows only another.
struct Direction: CustomStringConvertible, Sendable {
    let path: String
    let calls: ServerCalls
    /// Where the backend is asked instead.
    let asked: String

    var description: String { "\(path) → \(asked)" }

    static let all = [
        Direction(path: "/api/chat", calls: .chatCompletions, asked: "/v1/chat/completions"),
        Direction(path: "/api/generate", calls: [.chatCompletions, .completions], asked: "/v1/chat/completions"),
        Direction(path: "/v1/messages", calls: .chatCompletions, asked: "/v1/chat/completions"),
        Direction(path: "/v1/chat/completions", calls: .ollama, asked: "/api/chat"),
        Direction(path: "/v1/messages", calls: .ollama, asked: "/api/chat"),
        Direction(path: "/v1/chat/completions", calls: .messages, asked: "/v1/messages"),
        Direction(path: "/api/chat", calls: .messages, asked: "/v1/messages"),
        Direction(path: "/api/generate", calls: .messages, asked: "/v1/messages"),
        Direction(path: "/v1/responses", calls: .chatCompletions, asked: "/v1/chat/completions"),
        Direction(path: "/v1/responses", calls: .ollama, asked: "/api/chat"),
        Direction(path: "/v1/responses", calls: .messages, asked: "/v1/messages"),
    ]

    func body(stream: Bool, _ more: String = "") -> String {
        let prompt =
            path == "/api/generate"
            ? #""prompt":"a""#
            : path == "/v1/responses"
                ? #""max_output_tokens":400,"input":"a""#
                : #""max_tokens":400,"messages":[{"role":"user","content":"a"}]"#
        return #"{"model":"practice","stream":\#(stream),\#(prompt)\#(more)}"#
    }

    /// A tool, as the client's dialect declares it.
    var tool: String {
        let schema = #"{"type":"object","properties":{"city":{"type":"string"}}}"#
        if path == "/v1/responses" {
            return #","tools":[{"type":"function","name":"weather","parameters":\#(schema)}]"#
        }
        return path == "/v1/messages"
            ? #","tools":[{"name":"weather","input_schema":\#(schema)}]"#
            : #","tools":[{"type":"function","function":{"name":"weather","parameters":\#(schema)}}]"#
    }

    var streamType: String { path.hasPrefix("/api/") ? "application/x-ndjson" : "text/event-stream" }

    // MARK: What a backend says

    /// A call of the tool, in the backend's dialect.
    func call(stream: Bool) -> (type: String, body: String) {
        switch (asked, stream) {
        case ("/api/chat", _):
            (
                stream ? "application/x-ndjson" : "application/json",
                #"{"model":"m","message":{"role":"assistant","content":"","tool_calls":[{"function":{"name":"weather","#
                    + #""arguments":{"city":"Rome"}}}]},"done":true,"done_reason":"stop"}"# + "\n"
            )
        case ("/v1/messages", false):
            (
                "application/json",
                #"{"id":"i","type":"message","role":"assistant","model":"m","stop_reason":"tool_use","content":[{"type":"#
                    + #""tool_use","id":"t","name":"weather","input":{"city":"Rome"}}],"usage":{"output_tokens":5}}"#
            )
        case ("/v1/messages", true): ("text/event-stream", Self.anthropicCall)
        case (_, false):
            (
                "application/json",
                #"{"choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","content":null,"#
                    + #""tool_calls":[{"id":"t","type":"function","function":{"name":"weather","#
                    + #""arguments":"{\"city\":\"Rome\"}"}}]}}]}"#
            )
        case (_, true): ("text/event-stream", Self.openAICall)
        }
    }

    private static let openAICall = [
        #"{"choices":[{"index":0,"delta":{"role":"assistant","tool_calls":[{"index":0,"id":"t","type":"function","#
            + #""function":{"name":"weather","arguments":"{\"city\":"}}]}}]}"#,
        #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\"Rome\"}"}}]}}]}"#,
        #"{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"#, "[DONE]",
    ].map { "data: \($0)\n\n" }.joined()

    private static let anthropicCall = [
        ("message_start", #""message":{"id":"i","role":"assistant","content":[],"usage":{"input_tokens":1}}"#),
        (
            "content_block_start",
            #""index":0,"content_block":{"type":"tool_use","id":"t","name":"weather","input":{}}"#
        ),
        ("content_block_delta", #""index":0,"delta":{"type":"input_json_delta","partial_json":"{\"city\":"}"#),
        ("content_block_delta", #""index":0,"delta":{"type":"input_json_delta","partial_json":"\"Rome\"}"}"#),
        ("content_block_stop", #""index":0"#),
        ("message_delta", #""delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":5}"#), ("message_stop", ""),
    ].map { "event: \($0)\ndata: {\"type\":\"\($0)\"\($1.isEmpty ? "" : ",")\($1)}\n\n" }.joined()
}
