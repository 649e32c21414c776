/// Walks over JSON that a scanner has found sound, value by value, and looks at every byte once.
///
/// At a value one may skip it or enter it; inside, `nextKey` and `nextElement` lead to the next value, or out. Meant for the
/// places a `RequestFields` that is whole has found: the bytes are believed.
struct JSONCursor {
    private(set) var index: Int

    init(_ place: JSONPlace) {
        index = place.range.lowerBound
    }

    /// What the value at the cursor is.
    func kind(in bytes: Span<UInt8>) -> JSONKind {
        switch bytes[index] {
        case JSONByte.openBrace: .object
        case JSONByte.openBracket: .array
        case JSONByte.quote: .string
        case UInt8(ascii: "t"): .true
        case UInt8(ascii: "f"): .false
        case UInt8(ascii: "n"): .null
        default: .number
        }
    }

    /// Goes into the container at the cursor.
    mutating func enter() {
        index += 1
    }

    /// The next member's key, with the cursor at its value; nil, with the cursor behind it, at the object's end.
    mutating func nextKey(in bytes: Span<UInt8>) -> JSONKey? {
        guard nextElement(in: bytes) else { return nil }
        let start = index + 1
        let isEscaped = skipString(in: bytes)
        let key = JSONKey(range: start..<(index - 1), isEscaped: isEscaped)
        index = bytes.endOfSpace(from: bytes.endOfSpace(from: index) + 1)
        return key
    }

    /// Whether there is another element, with the cursor at it; if not, the cursor is behind the container.
    mutating func nextElement(in bytes: Span<UInt8>) -> Bool {
        index = bytes.endOfSpace(from: index)
        if bytes[index] == JSONByte.comma { index = bytes.endOfSpace(from: index + 1) }
        guard bytes[index] == JSONByte.closeBrace || bytes[index] == JSONByte.closeBracket else { return true }
        index += 1
        return false
    }

    /// Passes the value at the cursor and tells where it stands.
    @discardableResult
    mutating func skip(in bytes: Span<UInt8>) -> Range<Int> {
        let start = index
        switch bytes[index] {
        case JSONByte.quote: _ = skipString(in: bytes)
        case JSONByte.openBrace, JSONByte.openBracket: skipContainer(in: bytes)
        default: while index < bytes.count, !bytes[index].endsScalar { index += 1 }
        }
        return start..<index
    }

    /// Passes the string at the cursor and tells where its content stands, without the quotes.
    mutating func skipText(in bytes: Span<UInt8>) -> Range<Int> {
        let range = skip(in: bytes)
        return (range.lowerBound + 1)..<(range.upperBound - 1)
    }

    /// Whether there were escapes.
    private mutating func skipString(in bytes: Span<UInt8>) -> Bool {
        var isEscaped = false
        index = bytes.endOfPlainText(from: index + 1)
        while bytes[index] != JSONByte.quote {
            isEscaped = true
            index = bytes.endOfPlainText(from: index + 2)
        }
        index += 1
        return isEscaped
    }

    private mutating func skipContainer(in bytes: Span<UInt8>) {
        var depth = 0
        repeat {
            switch bytes[index] {
            case JSONByte.quote:
                _ = skipString(in: bytes)
                continue
            case JSONByte.openBrace, JSONByte.openBracket: depth += 1
            case JSONByte.closeBrace, JSONByte.closeBracket: depth -= 1
            default: break
            }
            index += 1
        } while depth > 0
    }
}

extension UInt8 {
    fileprivate var endsScalar: Bool {
        self == JSONByte.comma || self == JSONByte.closeBrace || self == JSONByte.closeBracket || isJSONSpace
    }
}
