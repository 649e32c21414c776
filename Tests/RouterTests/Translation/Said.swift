import Dialects

/// What a client of one dialect understands of an answer: the text, the calls of tools, and whether the proper end was there.
struct Said: Equatable {
    var text = ""
    var calls = ""
    var isWhole = false
    var error: String?

    /// Of an answer in one piece.
    init(_ answer: JSONValue, _ path: String) {
        error = Self.error(answer)
        switch path {
        case "/api/chat": take(ollama: answer)
        case "/api/generate": take(ollama: answer)
        case "/v1/chat/completions":
            let message = answer.list("choices").first?["message"]
            text = message?["content"]?.string ?? ""
            for call in message?.list("tool_calls") ?? [] { take(call["function"], arguments: "arguments") }
            isWhole = answer.list("choices").first?["finish_reason"]?.string != nil
        case "/v1/responses": take(response: answer)
        default:
            for block in answer.list("content") { take(block: block) }
            isWhole = answer["stop_reason"]?.string != nil
        }
    }

    /// Of a stream.
    init(stream: String, _ path: String) throws {
        for line in stream.split(whereSeparator: \.isNewline) where !line.hasPrefix("event:") && !line.hasPrefix(":") {
            let data = line.hasPrefix("data: ") ? line.dropFirst(6) : line
            if data == "[DONE]" {
                isWhole = true
                continue
            }
            take(try JSONValue(parsing: Array(data.utf8)), path)
        }
    }

    private mutating func take(_ frame: JSONValue, _ path: String) {
        error = error ?? Self.error(frame)
        switch path {
        case "/api/chat", "/api/generate": take(ollama: frame)
        case "/v1/chat/completions":
            let delta = frame.list("choices").first?["delta"]
            text += delta?["content"]?.string ?? ""
            for call in delta?.list("tool_calls") ?? [] { take(call["function"], arguments: "arguments") }
        case "/v1/responses":
            let type = frame["type"]?.string ?? ""
            let delta = frame["delta"]?.string ?? ""
            if type == "response.output_text.delta" { text += delta }
            if type == "response.function_call_arguments.delta" { calls += delta }
            if type == "response.output_item.added" { calls += frame["item"]?["name"]?.string ?? "" }
            isWhole = isWhole || type == "response.completed"
            error = error ?? frame["response"].flatMap(Self.error)
        default:
            if let block = frame["content_block"] { calls += block["name"]?.string ?? "" }
            text += frame["delta"]?["text"]?.string ?? ""
            calls += frame["delta"]?["partial_json"]?.string ?? ""
            isWhole = isWhole || frame["type"] == "message_stop"
        }
    }

    private mutating func take(ollama answer: JSONValue) {
        text += answer["message"]?["content"]?.string ?? answer["response"]?.string ?? ""
        for call in answer["message"]?.list("tool_calls") ?? [] { take(call["function"], arguments: "arguments") }
        isWhole = isWhole || answer["done"] == true
    }

    private mutating func take(response: JSONValue) {
        for item in response.list("output") {
            for part in item.list("content") { text += part["text"]?.string ?? "" }
            if item["type"] == "function_call" { take(item, arguments: "arguments") }
        }
        isWhole = response["status"] == "completed"
    }

    private mutating func take(block: JSONValue) {
        text += block["text"]?.string ?? ""
        if block["type"] == "tool_use" { take(block, arguments: "input") }
    }

    private mutating func take(_ call: JSONValue?, arguments key: String) {
        calls += call?["name"]?.string ?? ""
        guard let arguments = call?[key] else { return }
        calls += arguments.string ?? String(decoding: arguments.encoded, as: UTF8.self)
    }

    private static func error(_ answer: JSONValue) -> String? {
        answer["error"]?.string ?? answer["error"]?["message"]?.string
    }
}
