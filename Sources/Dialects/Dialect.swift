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
        let length = text.utf8CodeUnitCount
        if count < length { return false }
        return text.withUTF8Buffer { text in
            for index in 0..<length where self[index] != text[index] { return false }
            return true
        }
    }

    /// The text has at least four letters. Most others differ in length or in the first, and that is seen here.
    @inline(__always)
    func equals(_ text: StaticString) -> Bool {
        count == text.utf8CodeUnitCount && self[0] == text.utf8Start[0] && hasSameWords(as: text)
    }

    /// Of the same length; compared in words of which the last overlaps the one before.
    private func hasSameWords(as text: StaticString) -> Bool {
        let raw = bytes
        let other = UnsafeRawPointer(text.utf8Start)
        if count < 8 { return hasSameHalves(raw, other) }
        var offset = 0
        while true {
            let word = raw.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
            if word != other.loadUnaligned(fromByteOffset: offset, as: UInt64.self) { return false }
            if offset == count &- 8 { return true }
            offset = Swift.min(offset &+ 8, count &- 8)
        }
    }

    private func hasSameHalves(_ raw: RawSpan, _ other: UnsafeRawPointer) -> Bool {
        let last = count &- 4
        return raw.unsafeLoadUnaligned(as: UInt32.self) == other.loadUnaligned(as: UInt32.self)
            && raw.unsafeLoadUnaligned(fromByteOffset: last, as: UInt32.self)
                == other.loadUnaligned(fromByteOffset: last, as: UInt32.self)
    }
}
