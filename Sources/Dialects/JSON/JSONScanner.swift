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

    private enum Phase: UInt8, Comparable {
        case root, value, firstElement, firstKey, key, colon, afterValue, finished
        // Inside of a value, where white space means something.
        case string, escape, unicode, number, literal

        @inline(__always)
        static func < (one: Phase, other: Phase) -> Bool { one.rawValue < other.rawValue }
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

    package static let depthLimit = JSONNesting.depthLimit

    /// The next byte to look at.
    package private(set) var position = 0
    /// Where the root value begins, and what it is.
    package private(set) var root: (start: Int, kind: JSONKind)?

    private let depthMax: Int
    private var phase = Phase.root
    private var nesting = JSONNesting()
    private var isKey = false
    private var isEscaped = false
    private var stringStart = 0
    private var digitsLeft: UInt8 = 0
    private var literalRest: UInt32 = 0
    private var number = JSONNumberScanner()
    private var outer = Open()
    private var inner = Open()

    package init(depthMax: Int = depthLimit) {
        precondition(1...Self.depthLimit ~= depthMax)
        self.depthMax = depthMax
    }

    /// One whole value was read.
    package var isWhole: Bool {
        phase == .finished || phase == .number && nesting.depth == 0 && number.isWhole
    }

    /// - Parameter bytes: all that came so far, from the first byte on.
    package mutating func next(in bytes: Span<UInt8>) throws(JSONFault) -> Step {
        var index = position
        defer { position = index }
        while index < bytes.count {
            let byte = bytes[index]
            if phase < .string, byte.isJSONSpace {
                index = bytes.endOfSpace(from: index &+ 1)
                continue
            }
            switch phase {
            case .string:
                index = bytes.endOfPlainText(from: index)
                if index == bytes.count { return .needMore }
                if bytes[index] == JSONByte.quote {
                    index &+= 1
                    if isKey {
                        endKey(at: index &- 1)
                    } else if endValue() {
                        return .member(member(endingAt: index))
                    }
                } else if bytes[index] == JSONByte.backslash {
                    index &+= 1
                    isEscaped = true
                    phase = .escape
                } else {
                    throw JSONFault(.controlByte, at: index)
                }
            case .escape:
                if byte.unescaped != nil {
                    phase = .string
                } else if byte == UInt8(ascii: "u") {
                    digitsLeft = 4
                    phase = .unicode
                } else {
                    throw JSONFault(.invalidEscape, at: index)
                }
                index &+= 1
            case .unicode:
                if byte.hexValue == nil { throw JSONFault(.invalidEscape, at: index) }
                digitsLeft &-= 1
                if digitsLeft == 0 { phase = .string }
                index &+= 1
            case .number:
                index = number.advance(in: bytes, from: index)
                if index == bytes.count { return .needMore }
                if !number.isWhole { throw JSONFault(.invalidNumber, at: index) }
                if endValue() { return .member(member(endingAt: index)) }
            case .literal:
                if UInt32(byte) != literalRest & 0xFF { throw JSONFault(.invalidLiteral, at: index) }
                literalRest &>>= 8
                index &+= 1
                if literalRest == 0, endValue() { return .member(member(endingAt: index)) }
            case .afterValue:
                index &+= 1
                if byte == JSONByte.comma {
                    phase = nesting.isInObject ? .key : .value
                } else if byte == (nesting.isInObject ? JSONByte.closeBrace : JSONByte.closeBracket) {
                    if closeContainer() { return .member(member(endingAt: index)) }
                } else {
                    throw JSONFault(.unexpectedByte, at: index &- 1)
                }
            case .colon:
                if byte != JSONByte.colon { throw JSONFault(.unexpectedByte, at: index) }
                phase = .value
                index &+= 1
            case .key, .firstKey:
                index &+= 1
                if byte == JSONByte.quote {
                    beginString(at: index, isKey: true)
                } else if byte == JSONByte.closeBrace, phase == .firstKey {
                    if closeContainer() { return .member(member(endingAt: index)) }
                } else {
                    throw JSONFault(.unexpectedByte, at: index &- 1)
                }
            case .root, .value, .firstElement:
                index &+= 1
                if byte == JSONByte.closeBracket, phase == .firstElement {
                    if closeContainer() { return .member(member(endingAt: index)) }
                } else {
                    try beginValue(byte, at: index &- 1)
                }
            case .finished:
                throw JSONFault(.bytesAfterTheEnd, at: index)
            }
        }
        return .needMore
    }

    @inline(__always)
    private mutating func beginValue(_ byte: UInt8, at index: Int) throws(JSONFault) {
        switch byte {
        case JSONByte.quote:
            note(.string, at: index)
            beginString(at: index &+ 1, isKey: false)
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
        switch nesting.depth {
        case 0: root = (index, kind)
        case 1: (outer.start, outer.kind) = (index, kind)
        case 2: (inner.start, inner.kind) = (index, kind)
        default: break
        }
    }

    // MARK: Strings

    @inline(__always)
    private mutating func beginString(at start: Int, isKey: Bool) {
        self.isKey = isKey
        isEscaped = false
        stringStart = start
        phase = .string
    }

    /// - Parameter end: the closing quote.
    @inline(__always)
    private mutating func endKey(at end: Int) {
        phase = .colon
        if nesting.depth > 2 { return }
        let key = JSONKey(range: stringStart..<end, isEscaped: isEscaped)
        if nesting.depth == 1 { outer.key = key } else { inner.key = key }
    }

    // MARK: Containers

    @inline(__always)
    private mutating func openContainer(isObject: Bool, at index: Int) throws(JSONFault) {
        if nesting.depth == depthMax { throw JSONFault(.tooDeep, at: index) }
        nesting.open(isObject: isObject)
        phase = isObject ? .firstKey : .firstElement
    }

    /// True when a watched member ended.
    @inline(__always)
    private mutating func closeContainer() -> Bool {
        nesting.close()
        return endValue()
    }

    /// True when a watched member ended.
    @inline(__always)
    private mutating func endValue() -> Bool {
        phase = nesting.depth == 0 ? .finished : .afterValue
        return 1...2 ~= nesting.depth && nesting.isAllObjects
    }

    private func member(endingAt end: Int) -> JSONMember {
        nesting.depth == 1 ? outer.member(in: nil, endingAt: end) : inner.member(in: outer.key, endingAt: end)
    }
}
