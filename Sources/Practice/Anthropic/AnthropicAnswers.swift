import Dialects
import Telemetry

/// What the endpoints of Anthropic's shape answer.
enum AnthropicAnswers {
    static func messages(_ call: PracticeCall) throws(PracticeError) -> PracticeReply {
        let (model, name) = try call.model()
        guard model == .chat else { throw .invalid("\"\(name)\" does not support chat") }
        guard let limit = call["max_tokens"]?.integer, limit > 0 else {
            throw .invalid("max_tokens is required and must be positive")
        }
        let prompt = try prompt(call)
        try call.check(prompt)
        let voice = AnthropicVoice(
            model: name,
            id: "msg_\(hexadecimal(prompt.seed))\(hexadecimal(UInt64(bitPattern: call.now.seconds)).suffix(8))",
            promptTokens: prompt.tokens
        )
        let turn = PracticeTurn(try call.array("messages"))
        let format = call["output_config"]?["format"] ?? call["output_format"]
        let stream = call.stream(
            voice,
            prompt,
            call.length(call["max_tokens"]),
            call.form(prompt, turn, schema: format?["schema"], isJSON: false),
            thinks: ["enabled", "adaptive"].contains(call["thinking"]?["type"]?.string),
            calls: try tools(call).calls(in: turn, prefix: "toolu_", seed: prompt.seed)
        )
        return try call.flag("stream", default: false) ? PracticeReply(stream: stream) : stream.whole
    }

    private static func tools(_ call: PracticeCall) throws(PracticeError) -> PracticeTools {
        var tools = try PracticeTools(call.array("tools"))
        let choice = call["tool_choice"]
        tools.allowsSeveral = choice?["disable_parallel_tool_use"]?.bool != true
        switch choice?["type"]?.string {
        case nil, "auto"?: tools.choice = .auto
        case "none"?: tools.choice = .none
        case "any"?: tools.choice = .any
        case "tool"?: tools.choice = .named(choice?["name"]?.string ?? "")
        case let other?: throw .invalid("tool_choice.type: '\(other)' is none of auto, any, tool and none")
        }
        return tools
    }

    static func countTokens(_ call: PracticeCall) throws(PracticeError) -> PracticeReply {
        _ = try call.model()
        let prompt = try prompt(call)
        return .json { $0.object { $0.member("input_tokens", prompt.tokens) } }
    }

    private static func prompt(_ call: PracticeCall) throws(PracticeError) -> PracticePrompt {
        let messages = try call.array("messages")
        if messages.isEmpty { throw .invalid("messages is required") }
        return PracticePrompt(call["system"], .array(messages))
    }
}

// MARK: Listings

extension AnthropicAnswers {
    static func models(at now: WallTime) -> PracticeReply {
        .json { writer in
            writer.object {
                $0.key("data")
                $0.array { describe(&$0, at: now) }
                $0.member("has_more", false)
                $0.member("first_id", PracticeModel.chat.name)
                $0.member("last_id", PracticeModel.chat.name)
            }
        }
    }

    static func model(_ name: String, at now: WallTime) throws(PracticeError) -> PracticeReply {
        guard PracticeModel(named: name) == .chat else { throw .unknownModel(name) }
        return .json { describe(&$0, at: now) }
    }

    /// There is but one that talks.
    private static func describe(_ writer: inout JSONWriter, at now: WallTime) {
        writer.object {
            $0.member("type", "model")
            $0.member("id", PracticeModel.chat.name)
            $0.member("display_name", "Practice")
            $0.member("created_at", now.rfc3339)
        }
    }
}
