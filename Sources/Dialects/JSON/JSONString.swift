/// The text a JSON string stands for.
///
/// Works on the content between the quotes, whose escapes a scanner has found sound. Half of a surrogate pair becomes the
/// replacement character, as Go's reader has it.
enum JSONString {
    /// What is not UTF-8 becomes the replacement character too.
    static func text(of bytes: Span<UInt8>, _ content: Range<Int>) -> String {
        let plain = bytes.extracting(content)
        if plain.endOfPlainText(from: 0) == plain.count {
            return plain.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
        }
        return String(decoding: unescaped(bytes, content), as: UTF8.self)
    }

    /// What is not UTF-8 is a fault.
    static func validText(
        of bytes: Span<UInt8>,
        _ content: Range<Int>,
        isEscaped: Bool
    ) throws(JSONFault) -> String {
        if isEscaped {
            guard let text = String(validating: unescaped(bytes, content), as: UTF8.self) else {
                throw JSONFault(.invalidUTF8, at: content.lowerBound)
            }
            return text
        }
        let plain = bytes.extracting(content)
        // The checking initialiser looks its types up at run time, which costs more than a short text itself.
        let text = plain.withUnsafeBufferPointer { buffer in
            plain.isASCII ? String(decoding: buffer, as: UTF8.self) : String(validating: buffer, as: UTF8.self)
        }
        guard let text else { throw JSONFault(.invalidUTF8, at: content.lowerBound) }
        return text
    }

    static func unescaped(_ bytes: Span<UInt8>, _ content: Range<Int>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(content.count)
        var index = content.lowerBound
        while index < content.upperBound {
            let end = Swift.min(bytes.endOfPlainText(from: index), content.upperBound)
            output.append(bytes, index..<end)
            if end == content.upperBound { break }
            index = appendEscape(bytes, end..<content.upperBound, to: &output)
        }
        return output
    }

    /// - Returns: the first byte behind the escape.
    private static func appendEscape(_ bytes: Span<UInt8>, _ rest: Range<Int>, to output: inout [UInt8]) -> Int {
        let index = rest.lowerBound
        if let byte = bytes[index + 1].unescaped {
            output.append(byte)
            return index + 2
        }
        let unit = codeUnit(bytes, at: index)
        if unit & 0xFC00 == 0xD800, rest.count >= 12, bytes[index + 6] == JSONByte.backslash,
            bytes[index + 7] == UInt8(ascii: "u")
        {
            let other = codeUnit(bytes, at: index + 6)
            if other & 0xFC00 == 0xDC00 {
                append(Unicode.Scalar(0x10000 + (unit & 0x3FF) << 10 + other & 0x3FF), to: &output)
                return index + 12
            }
        }
        append(Unicode.Scalar(unit), to: &output)
        return index + 6
    }

    private static func append(_ scalar: Unicode.Scalar?, to output: inout [UInt8]) {
        output.append(contentsOf: String(scalar ?? "\u{FFFD}").utf8)
    }

    /// The four digits of `\uXXXX`.
    private static func codeUnit(_ bytes: Span<UInt8>, at index: Int) -> UInt32 {
        (2..<6).reduce(0) { $0 << 4 | UInt32(bytes[index + $1].hexValue ?? 0) }
    }
}

extension [UInt8] {
    @inline(__always)
    mutating func append(_ span: Span<UInt8>, _ range: Range<Int>) {
        span.extracting(range).withUnsafeBufferPointer { append(contentsOf: $0) }
    }
}
