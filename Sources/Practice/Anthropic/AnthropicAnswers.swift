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
        let voice = AnthropicVoice(
            model: name,
            id: "msg_\(hexadecimal(prompt.seed))\(hexadecimal(UInt64(bitPattern: call.now.seconds)).suffix(8))",
            promptTokens: prompt.tokens
        )
        let stream = call.stream(voice, prompt, call.length(call["max_tokens"]), isJSON: false)
        return try call.flag("stream", default: false) ? PracticeReply(stream: stream) : stream.whole
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
