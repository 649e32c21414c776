import Fleet

@testable import Dialects

/// What an answer says, apart from what only some dialects can say.
struct Meaning: Equatable {
    struct Call: Equatable {
        let id: String
        let name: String
        let arguments: JSONValue?
    }

    let thinking: String
    let text: String
    let calls: [Call]
    let reason: ChatFinish
    let promptTokens: Int
    let outputTokens: Int

    init(_ answer: ChatAnswer) {
        thinking = answer.thinking
        text = answer.text
        calls = answer.calls.map { Call(id: $0.id, name: $0.name, arguments: $0.object) }
        if case .stopSequence = answer.reason { reason = .stop } else { reason = answer.reason }
        promptTokens = answer.usage.promptTokens ?? 0
        outputTokens = answer.usage.outputTokens ?? 0
    }

    static func reader(_ dialect: Dialect) -> any ChatStreamReader {
        switch dialect {
        case .ollama: OllamaStreamReader(GoldenCase.stamp)
        case .openAI: OpenAIStreamReader(GoldenCase.stamp)
        case .anthropic: AnthropicStreamReader()
        }
    }

    static func events(_ bytes: [UInt8], _ dialect: Dialect, cuts: [Int] = []) -> [ChatEvent] {
        var reader = reader(dialect)
        var events: [ChatEvent] = []
        var start = 0
        for end in cuts + [bytes.count] {
            let piece = Array(bytes[start..<end])
            reader.read(piece.span, into: &events)
            start = end
        }
        reader.finish(into: &events)
        return events
    }

    static func whole(_ body: [UInt8], _ dialect: Dialect) throws -> ChatAnswer {
        let stamp = GoldenCase.stamp
        return switch dialect {
        case .ollama: try ChatAnswer(OllamaAnswerReader(stamp: stamp).read(body.span))
        case .openAI: try ChatAnswer(OpenAIAnswerReader(stamp: stamp).read(body.span))
        case .anthropic: try ChatAnswer(AnthropicAnswerReader(stamp: stamp).read(body.span))
        }
    }

    static func written(_ answer: ChatAnswer, _ dialect: Dialect) throws -> [UInt8] {
        let stamp = GoldenCase.stamp
        return switch dialect {
        case .ollama: try OllamaAnswerWriter(stamp: stamp, isGenerate: false).write(answer, at: .zero)
        case .openAI: OpenAIAnswerWriter(stamp: stamp, isCompletion: false).write(answer)
        case .anthropic: try AnthropicAnswerWriter(stamp: stamp).write(answer)
        }
    }
}
