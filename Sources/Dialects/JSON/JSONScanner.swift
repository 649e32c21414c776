/// Walks over JSON without decoding it and tells where the members are that routing may want to know.
///
/// It reports the members of the root object, and of the objects that are values of those: `model`, `options` and
/// `options.num_ctx`. Everything else is only passed over, but strictly: structure, literals, numbers, escapes, control bytes
/// in strings and nesting are checked to the last byte. Whether strings are UTF-8, and whether a surrogate has its other
/// half, is left to whoever decodes them.
///
/// Bytes may arrive in pieces: each call gets all that came so far, and none of them is looked at twice. It allocates nothing
/// and does not recurse.
package struct JSONScanner: Sendable {
    package enum Step: Equatable, Sendable {
        case member(JSONMember)
        /// All bytes were read. Whether they were enough, `isWhole` tells.
        case needMore
    }

    private enum Phase: UInt8 {
        case root, value, firstElement, firstKey, key, colon, afterValue
        case string, escape, unicode, number, literal, finished
    }

    /// A watched member of which not all has been read.
    private struct Open {
        var key = JSONKey(range: 0..<0, isEscaped: false)
        var start = 0
        var kind = JSONKind.null

        func member(in parent: JSONKey?, endingAt end: Int) -> JSONMember {
            JSONMember(parent: parent, key: key, value: JSONPlace(range: start..<end, kind: kind))
        }
    }

    /// As many bits as there are to remember which containers are objects.
    package static let depthLimit = 512

    /// The next byte to look at.
    package private(set) var position = 0
    /// Where the root value begins, and what it is.
    package private(set) var root: (start: Int, kind: JSONKind)?

    private let depthMax: Int
    private var phase = Phase.root
    private var depth = 0
    private var isInObject = false
    private var isKey = false
    private var isEscaped = false
    private var stringStart = 0
    private var digitsLeft: UInt8 = 0
    private var literalRest: UInt32 = 0
    private var number = JSONNumberScanner()
    private var outer = Open()
    private var inner = Open()
    private var objects = SIMD8<UInt64>()

    package init(depthMax: Int = depthLimit) {
        precondition(1...Self.depthLimit ~= depthMax)
        self.depthMax = depthMax
    }

    /// One whole value was read.
    package var isWhole: Bool {
        phase == .finished || phase == .number && depth == 0 && number.isWhole
    }

    /// - Parameter bytes: all that came so far, from the first byte on.
    package mutating func next(in bytes: Span<UInt8>) throws(JSONFault) -> Step {
        var index = position
        defer { position = index }
        while index < bytes.count {
            switch phase {
            case .string:
                index = bytes.endOfPlainText(from: index)
                if index == bytes.count { return .needMore }
                switch bytes[index] {
                case JSONByte.quote:
                    index += 1
                    if let member = endString(at: index) { return .member(member) }
                case JSONByte.backslash:
                    index += 1
                    isEscaped = true
                    phase = .escape
                default:
                    throw JSONFault(.controlByte, at: index)
                }
            case .escape:
                try takeEscape(bytes[index], at: index)
                index += 1
            case .unicode:
                if bytes[index].hexValue == nil { throw JSONFault(.invalidEscape, at: index) }
                digitsLeft -= 1
                if digitsLeft == 0 { phase = .string }
                index += 1
            case .number:
                index = number.advance(in: bytes, from: index)
                if index == bytes.count { return .needMore }
                if !number.isWhole { throw JSONFault(.invalidNumber, at: index) }
                if let member = endValue(at: index) { return .member(member) }
            case .literal:
                if UInt32(bytes[index]) != literalRest & 0xFF { throw JSONFault(.invalidLiteral, at: index) }
                literalRest >>= 8
                index += 1
                if literalRest == 0, let member = endValue(at: index) { return .member(member) }
            default:
                index = bytes.endOfSpace(from: index)
                if index == bytes.count { return .needMore }
                let byte = bytes[index]
                index += 1
                if let member = try takeStructure(byte, at: index - 1) { return .member(member) }
            }
        }
        return .needMore
    }

    // MARK: Between the values

    @inline(__always)
    private mutating func takeStructure(_ byte: UInt8, at index: Int) throws(JSONFault) -> JSONMember? {
        switch (phase, byte) {
        case (.afterValue, JSONByte.comma):
            phase = isInObject ? .key : .value
        case (.colon, JSONByte.colon):
            phase = .value
        case (.key, JSONByte.quote), (.firstKey, JSONByte.quote):
            beginString(at: index, isKey: true)
        case (.afterValue, JSONByte.closeBrace) where isInObject, (.firstKey, JSONByte.closeBrace),
            (.afterValue, JSONByte.closeBracket) where !isInObject, (.firstElement, JSONByte.closeBracket):
            return closeContainer(at: index + 1)
        case (.value, _), (.firstElement, _), (.root, _):
            try beginValue(byte, at: index)
        default:
            throw JSONFault(phase == .finished ? .bytesAfterTheEnd : .unexpectedByte, at: index)
        }
        return nil
    }

    @inline(__always)
    private mutating func beginValue(_ byte: UInt8, at index: Int) throws(JSONFault) {
        switch byte {
        case JSONByte.quote:
            note(.string, at: index)
            beginString(at: index, isKey: false)
        case JSONByte.openBrace:
            note(.object, at: index)
            try openContainer(isObject: true, at: index)
        case JSONByte.openBracket:
            note(.array, at: index)
            try openContainer(isObject: false, at: index)
        case UInt8(ascii: "t"):
            beginLiteral(.true, rest: 0x65_7572, at: index)
        case UInt8(ascii: "f"):
            beginLiteral(.false, rest: 0x6573_6C61, at: index)
        case UInt8(ascii: "n"):
            beginLiteral(.null, rest: 0x6C_6C75, at: index)
        case JSONByte.minus, JSONByte.zero...0x39:
            note(.number, at: index)
            number = JSONNumberScanner(first: byte)
            phase = .number
        default:
            let isMark = phase == .root && index == 0 && byte == 0xEF
            throw JSONFault(isMark ? .byteOrderMark : .unexpectedByte, at: index)
        }
    }

    /// - Parameter rest: the letters behind the first, the next one lowest.
    private mutating func beginLiteral(_ kind: JSONKind, rest: UInt32, at index: Int) {
        note(kind, at: index)
        literalRest = rest
        phase = .literal
    }

    @inline(__always)
    private mutating func note(_ kind: JSONKind, at index: Int) {
        switch depth {
        case 0: root = (index, kind)
        case 1: (outer.start, outer.kind) = (index, kind)
        case 2: (inner.start, inner.kind) = (index, kind)
        default: break
        }
    }

    // MARK: Strings

    @inline(__always)
    private mutating func beginString(at index: Int, isKey: Bool) {
        self.isKey = isKey
        isEscaped = false
        stringStart = index + 1
        phase = .string
    }

    private mutating func takeEscape(_ byte: UInt8, at index: Int) throws(JSONFault) {
        if byte == UInt8(ascii: "u") {
            digitsLeft = 4
            phase = .unicode
        } else if byte.unescaped != nil {
            phase = .string
        } else {
            throw JSONFault(.invalidEscape, at: index)
        }
    }

    /// - Parameter end: the byte behind the closing quote.
    @inline(__always)
    private mutating func endString(at end: Int) -> JSONMember? {
        guard isKey else { return endValue(at: end) }
        phase = .colon
        if depth <= 2 {
            let key = JSONKey(range: stringStart..<(end - 1), isEscaped: isEscaped)
            if depth == 1 { outer.key = key } else { inner.key = key }
        }
        return nil
    }

    // MARK: Containers

    @inline(__always)
    private mutating func openContainer(isObject: Bool, at index: Int) throws(JSONFault) {
        if depth == depthMax { throw JSONFault(.tooDeep, at: index) }
        let bit: UInt64 = 1 &<< UInt64(depth & 63)
        if isObject { objects[depth >> 6] |= bit } else { objects[depth >> 6] &= ~bit }
        depth += 1
        isInObject = isObject
        phase = isObject ? .firstKey : .firstElement
    }

    @inline(__always)
    private mutating func closeContainer(at end: Int) -> JSONMember? {
        depth -= 1
        isInObject = depth > 0 && isObject(depth - 1)
        return endValue(at: end)
    }

    @inline(__always)
    private func isObject(_ level: Int) -> Bool {
        objects[level >> 6] &>> UInt64(level & 63) & 1 == 1
    }

    @inline(__always)
    private mutating func endValue(at end: Int) -> JSONMember? {
        phase = depth == 0 ? .finished : .afterValue
        return 1...2 ~= depth && isInObject ? member(endingAt: end) : nil
    }

    private func member(endingAt end: Int) -> JSONMember? {
        if depth == 1 { return outer.member(in: nil, endingAt: end) }
        return isObject(0) ? inner.member(in: outer.key, endingAt: end) : nil
    }
}
