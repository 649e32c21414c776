/// A member's name as it stands in the bytes, without its quotes.
package struct JSONKey: Equatable, Sendable {
    package var range: Range<Int>
    package var isEscaped: Bool

    /// The key says exactly this, however it is escaped. The name is plain ASCII.
    @inline(__always)
    package func equals(_ name: StaticString, in bytes: Span<UInt8>) -> Bool {
        if isEscaped { return reads(name, in: bytes, folded: false) }
        guard range.count == name.utf8CodeUnitCount else { return false }
        return name.withUTF8Buffer { text in
            for offset in 0..<text.count where bytes[range.lowerBound + offset] != text[offset] { return false }
            return true
        }
    }

    /// The key would be taken for this name by a reader that ignores case, as Go's does: in ASCII, and the two letters
    /// outside of it whose lower case is inside. The name is lower case.
    package func resembles(_ name: StaticString, in bytes: Span<UInt8>) -> Bool {
        reads(name, in: bytes, folded: true)
    }

    /// The key holds something else than lower-case ASCII, so that looking for resemblances is worth the time.
    @inline(__always)
    package func isUnusual(in bytes: Span<UInt8>) -> Bool {
        if isEscaped { return true }
        for index in range where bytes[index] >= 0x80 || bytes[index] &- 0x41 < 26 { return true }
        return false
    }

    private func reads(_ name: StaticString, in bytes: Span<UInt8>, folded: Bool) -> Bool {
        // An escape of six bytes stands for at least one; a longer key is another, and not worth decoding.
        guard range.count <= 6 * name.utf8CodeUnitCount else { return false }
        let text = JSONString.text(of: bytes, range)
        return name.withUTF8Buffer { name in
            text.unicodeScalars.elementsEqual(name) { (folded ? $0.folded : $0.value) == $1 }
        }
    }
}

extension Unicode.Scalar {
    /// In lower case, as far as that is ASCII.
    fileprivate var folded: UInt32 {
        switch value {
        case 0x41...0x5A: value | 0x20
        case 0x17F: 0x73
        case 0x212A: 0x6B
        default: value
        }
    }
}
