import Testing

@testable import Dialects

@Suite struct ChatRequestTests {
    @Test(arguments: Dialect.allCases, Dialect.allCases)
    func `a request that goes through two dialects and back means the same`(one: Dialect, other: Dialect) throws {
        for seed in 0..<150 {
            var random = RandomChat(seed: UInt64(seed))
            let request = random.request()
            var dropped = DroppedFields()
            let first = try read(write(request, one, &dropped), one, &dropped)
            let second = try read(write(first, other, &dropped), other, &dropped)
            let third = try read(write(second, one, &dropped), one, &dropped)
            #expect(normal(third) == normal(request), "seed \(seed)")
            #expect(dropped.isEmpty)
        }
    }

    private func write(_ request: ChatRequest, _ dialect: Dialect, _ dropped: inout DroppedFields) throws -> [UInt8] {
        let traits = TargetTraits(dialect)
        return switch dialect {
        case .ollama: try OllamaRequestWriter(request: request).write(capacity: 100, into: &dropped)
        case .openAI: try OpenAIRequestWriter(request: request, traits: traits).write(capacity: 100, into: &dropped)
        case .anthropic:
            try AnthropicRequestWriter(request: request, traits: traits).write(capacity: 100, into: &dropped)
        }
    }

    private func read(_ body: [UInt8], _ dialect: Dialect, _ dropped: inout DroppedFields) throws -> ChatRequest {
        let object = try #require(try JSONValue(parsing: body).object)
        let request: ChatRequest
        let lost: DroppedFields
        switch dialect {
        case .ollama:
            var reader = OllamaRequestReader(object)
            (request, lost) = (try reader.chat(), reader.dropped)
        case .openAI:
            var reader = OpenAIRequestReader(object)
            (request, lost) = (try reader.chat(), reader.dropped)
        case .anthropic:
            var reader = AnthropicRequestReader(object)
            (request, lost) = (try reader.chat(), reader.dropped)
        }
        for name in lost.names { dropped.note(name) }
        return request
    }

    /// Without who asked, and without texts that say nothing.
    private func normal(_ request: ChatRequest) -> ChatRequest {
        var request = request
        request.source = .openAI
        request.wantsUsage = false
        for index in request.messages.indices {
            request.messages[index].parts.removeAll { $0 == .text("") }
        }
        return request
    }
}
