extension JSONValue {
    /// Decodes one value; nothing but white space may stand around it.
    package init(parsing bytes: Span<UInt8>, limits: JSONLimits = JSONLimits()) throws(JSONFault) {
        var parser = JSONParser(limits)
        self = try parser.document(bytes)
    }

    package init(parsing bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONFault) {
        self = try JSONValue(parsing: bytes.span, limits: limits)
    }
}

/// Decodes JSON into values, with a stack of its own: the depth of its input costs memory, never the thread.
///
/// As strict as the scanner, and strict about UTF-8 too, because its strings are used. Half of a surrogate pair becomes the
/// replacement character.
struct JSONParser {
    /// A container that has been opened and not closed.
    private struct Frame {
        let isObject: Bool
        var elements: [JSONValue] = []
        var members: [JSONObject.Member] = []
        var key = ""

        var value: JSONValue { isObject ? .object(JSONObject(members)) : .array(elements) }

        mutating func take(_ value: JSONValue) {
            if isObject { members.append(JSONObject.Member(key, value)) } else { elements.append(value) }
        }
    }

    private let limits: JSONLimits
    private var stack: [Frame] = []
    private var index = 0
    private var count = 0

    init(_ limits: JSONLimits) {
        self.limits = limits
    }

    mutating func document(_ bytes: Span<UInt8>) throws(JSONFault) -> JSONValue {
        if bytes.count > limits.bytesMax { throw JSONFault(.tooLarge, at: limits.bytesMax) }
        if bytes.count > 0, bytes[0] == 0xEF { throw JSONFault(.byteOrderMark, at: 0) }
        let value = try root(bytes)
        index = bytes.endOfSpace(from: index)
        if index < bytes.count { throw JSONFault(.bytesAfterTheEnd, at: index) }
        return value
    }

    private mutating func root(_ bytes: Span<UInt8>) throws(JSONFault) -> JSONValue {
        while true {
            // Nil when a container was opened that has something in it.
            guard var value = try begin(bytes) else { continue }
            while true {
                guard let last = stack.indices.last else { return value }
                stack[last].take(value)
                guard let closed = try separate(bytes, stack[last].isObject) else { break }
                value = closed
            }
        }
    }

    private mutating func begin(_ bytes: Span<UInt8>) throws(JSONFault) -> JSONValue? {
        let byte = try peek(bytes)
        count += 1
        if count > limits.valuesMax { throw JSONFault(.tooLarge, at: index) }
        switch byte {
        case JSONByte.openBrace: return try open(bytes, isObject: true)
        case JSONByte.openBracket: return try open(bytes, isObject: false)
        case JSONByte.quote: return .string(try string(bytes))
        case JSONByte.minus, JSONByte.zero...0x39: return .number(try number(bytes))
        case UInt8(ascii: "t"): return try literal("true", .bool(true), bytes)
        case UInt8(ascii: "f"): return try literal("false", .bool(false), bytes)
        case UInt8(ascii: "n"): return try literal("null", .null, bytes)
        default: throw JSONFault(.unexpectedByte, at: index)
        }
    }

    // MARK: Containers

    private mutating func open(_ bytes: Span<UInt8>, isObject: Bool) throws(JSONFault) -> JSONValue? {
        if stack.count == limits.depthMax { throw JSONFault(.tooDeep, at: index) }
        index += 1
        if try peek(bytes) == (isObject ? JSONByte.closeBrace : JSONByte.closeBracket) {
            index += 1
            return isObject ? .object(JSONObject()) : .array([])
        }
        stack.append(Frame(isObject: isObject))
        if isObject { try key(bytes) }
        return nil
    }

    /// What follows a value: a comma and, in an object, a key; or the end of the container, which then is returned.
    private mutating func separate(_ bytes: Span<UInt8>, _ isObject: Bool) throws(JSONFault) -> JSONValue? {
        let byte = try peek(bytes)
        if byte == JSONByte.comma {
            index += 1
            if isObject { try key(bytes) }
            return nil
        }
        guard byte == (isObject ? JSONByte.closeBrace : JSONByte.closeBracket) else {
            throw JSONFault(.unexpectedByte, at: index)
        }
        index += 1
        return stack.removeLast().value
    }

    private mutating func key(_ bytes: Span<UInt8>) throws(JSONFault) {
        guard try peek(bytes) == JSONByte.quote else { throw JSONFault(.unexpectedByte, at: index) }
        stack[stack.count - 1].key = try string(bytes)
        guard try peek(bytes) == JSONByte.colon else { throw JSONFault(.unexpectedByte, at: index) }
        index += 1
    }

    /// The next byte that is not white space.
    private mutating func peek(_ bytes: Span<UInt8>) throws(JSONFault) -> UInt8 {
        index = bytes.endOfSpace(from: index)
        guard index < bytes.count else { throw JSONFault(.truncated, at: index) }
        return bytes[index]
    }

    // MARK: Scalars

    private mutating func literal(
        _ text: StaticString,
        _ value: JSONValue,
        _ bytes: Span<UInt8>
    ) throws(JSONFault) -> JSONValue {
        for offset in 0..<text.utf8CodeUnitCount {
            guard index < bytes.count else { throw JSONFault(.truncated, at: index) }
            guard bytes[index] == text.utf8Start[offset] else { throw JSONFault(.invalidLiteral, at: index) }
            index += 1
        }
        return value
    }

    private mutating func number(_ bytes: Span<UInt8>) throws(JSONFault) -> JSONNumber {
        var scanner = JSONNumberScanner()
        let start = index
        index = scanner.advance(in: bytes, from: start)
        if !scanner.isWhole { throw JSONFault(index == bytes.count ? .truncated : .invalidNumber, at: index) }
        return JSONNumber(scanned: JSONString.text(of: bytes, start..<index))
    }

    private mutating func string(_ bytes: Span<UInt8>) throws(JSONFault) -> String {
        let start = index + 1
        index = start
        var isEscaped = false
        while true {
            index = bytes.endOfPlainText(from: index)
            guard index < bytes.count else { throw JSONFault(.truncated, at: index) }
            if bytes[index] == JSONByte.quote { break }
            if bytes[index] != JSONByte.backslash { throw JSONFault(.controlByte, at: index) }
            try passEscape(bytes)
            isEscaped = true
        }
        let content = start..<index
        index += 1
        return try JSONString.validText(of: bytes, content, isEscaped: isEscaped)
    }

    private mutating func passEscape(_ bytes: Span<UInt8>) throws(JSONFault) {
        index += 1
        guard index < bytes.count else { throw JSONFault(.truncated, at: index) }
        let isUnicode = bytes[index] == UInt8(ascii: "u")
        if !isUnicode, bytes[index].unescaped == nil { throw JSONFault(.invalidEscape, at: index) }
        index += 1
        for _ in 0..<(isUnicode ? 4 : 0) {
            guard index < bytes.count else { throw JSONFault(.truncated, at: index) }
            if bytes[index].hexValue == nil { throw JSONFault(.invalidEscape, at: index) }
            index += 1
        }
    }
}
