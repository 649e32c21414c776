/// A language that clients and inference servers speak.
package enum Dialect: UInt8, CaseIterable, Sendable {
    case ollama, openAI, anthropic

    /// The language of whoever asks for this path, inference or not. OpenAI's is everybody's second.
    package init(path: Span<UInt8>) {
        self = path.starts(with: "/api/") ? .ollama : path.starts(with: "/v1/messages") ? .anthropic : .openAI
    }
}

extension Span<UInt8> {
    func starts(with text: StaticString) -> Bool {
        if count < text.utf8CodeUnitCount { return false }
        for index in 0..<text.utf8CodeUnitCount where self[index] != text.utf8Start[index] { return false }
        return true
    }

    @inline(__always)
    func equals(_ text: StaticString) -> Bool {
        count == text.utf8CodeUnitCount && starts(with: text)
    }
}
