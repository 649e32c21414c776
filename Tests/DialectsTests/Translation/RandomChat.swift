@testable import Dialects

/// Random conversations of what all three dialects can say.
struct RandomChat {
    var json: RandomJSON

    init(seed: UInt64) {
        json = RandomJSON(seed: seed)
    }

    mutating func request() -> ChatRequest {
        var request = ChatRequest(source: .openAI, model: "m")
        if roll(2) == 0 { request.messages.append(ChatMessage(.system, [.text(text())])) }
        for turn in 0..<(1 + roll(4)) {
            request.messages.append(ChatMessage(.user, user()))
            request.messages += assistant(turn)
        }
        request.messages.append(ChatMessage(.user, user()))
        for index in 0..<roll(3) {
            let schema: JSONValue = [
                "type": "object", "properties": .object(JSONObject([.init(text(), json.tree(depth: 2))])),
            ]
            request.tools.append(ChatTool(name: "tool\(index)", description: text(), parameters: schema))
        }
        if roll(2) == 0 { request.sampling.temperature = JSONNumber(Double(roll(100)) / 100) }
        if roll(2) == 0 { request.sampling.topP = JSONNumber(Double(roll(100)) / 100) }
        request.outputMax = 1 + roll(5000)
        request.stop = (0..<roll(3)).map { "stop\($0)" }
        request.isStreamed = roll(2) == 0
        return request
    }

    private mutating func user() -> [ChatMessage.Part] {
        let image = ChatImage.data("iVBORw0KGgoAAAANSUhEUg==", mediaType: "image/png")
        return [.text(text())] + (roll(4) == 0 ? [.image(image)] : [])
    }

    private mutating func assistant(_ turn: Int) -> [ChatMessage] {
        let calls = roll(3)
        if calls == 0 { return [ChatMessage(.assistant, [.text(text())])] }
        var parts: [ChatMessage.Part] = roll(2) == 0 ? [.text(text())] : []
        var results: [ChatMessage] = []
        for number in 0..<calls {
            let id = "call_\(turn)_\(number)"
            let arguments = String(decoding: json.object(depth: 3).encoded, as: UTF8.self)
            parts.append(.call(ChatToolCall(id: id, name: "tool\(number)", arguments: arguments)))
            results.append(ChatMessage(.tool(call: id, isError: false), [.text(text())]))
        }
        return [ChatMessage(.assistant, parts)] + results + [ChatMessage(.assistant, [.text(text())])]
    }

    private mutating func text() -> String {
        let words = ["Hi", "né", "😀", "\"quoted\"", "line\nline", "\\", "{}", "data: x", "\u{7f}", "0"]
        return (0...roll(4)).map { _ in words[roll(words.count)] }.joined(separator: " ")
    }

    mutating func roll(_ sides: Int) -> Int { json.roll(sides) }
}
