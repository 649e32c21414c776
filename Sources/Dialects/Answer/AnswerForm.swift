/// How the pieces of an answer are told apart.
package enum AnswerForm: Equatable, Sendable {
    /// One JSON object a line, as Ollama streams.
    case lines
    /// Server-sent events, as OpenAI and Anthropic stream.
    case events
    /// One JSON value and nothing else.
    case whole

    /// Nil for what holds no JSON: sound, images, text.
    package init?(contentType: Span<UInt8>) {
        if contentType.isMediaType("application/json") {
            self = .whole
        } else if contentType.isMediaType("text/event-stream") {
            self = .events
        } else if contentType.isMediaType("application/x-ndjson") || contentType.isMediaType("application/jsonl") {
            self = .lines
        } else {
            return nil
        }
    }
}

extension Span<UInt8> {
    /// The type that is named, in whatever case; parameters may follow.
    fileprivate func isMediaType(_ name: StaticString) -> Bool {
        let length = name.utf8CodeUnitCount
        if count < length { return false }
        for index in 0..<length where lowercased(index) != name.utf8Start[index] { return false }
        return count == length || self[length] == UInt8(ascii: ";") || self[length].isJSONSpace
    }

    private func lowercased(_ index: Int) -> UInt8 {
        self[index] &- 0x41 < 26 ? self[index] | 0x20 : self[index]
    }
}
