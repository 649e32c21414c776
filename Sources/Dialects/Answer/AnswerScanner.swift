/// Walks over the bytes of an answer, however they are cut, and stops where a value stands that may mean something.
///
/// Between a backend and a client that speak the same language nothing is decoded: this looks for keys, jumps over texts
/// sixteen bytes at a time and keeps no more of them than the name of a key that was cut in two. It does not judge: what is no
/// JSON is passed over up to the next line.
struct AnswerScanner: Sendable {
    enum Step: UInt8, Sendable {
        /// All bytes were read.
        case needMore
        /// A text that is not empty has begun.
        case text
        /// The whole text of a `type`: see `word`.
        case word
        /// See `value`.
        case number
        case `true`
        /// An object has begun.
        case object
        /// The outermost value has begun. If another one had, it never ended.
        case root
        /// The outermost value has ended.
        case frame
        /// `[DONE]`
        case doneMark
    }

    private enum Phase: Sendable {
        // Between the values, and inside of them.
        case json, stringStart, string, escape, number
        // The lines of server-sent events.
        case lineStart, name, dataStart, mark, otherLine
    }

    /// The container that the key stands in.
    private(set) var path = AnswerPath()
    /// The key of the value at hand.
    private(set) var key = AnswerKey.none
    private(set) var word = AnswerWord.other
    private(set) var value = 0.0

    private let form: AnswerForm
    private var phase: Phase
    private var nesting = JSONNesting()
    private var expectsKey = false
    private var isKey = false
    /// There was something in this line, or event.
    private var isOpen = false
    /// How many bytes of a name or a mark were as expected.
    private var matched = 0
    private var number = AnswerNumber()
    /// The beginning of a key or word that was cut; longer ones have no meaning and are not kept.
    private var held: [UInt8] = []
    private var isHeld = false
    private var isMeaningless = false

    init(_ form: AnswerForm) {
        self.form = form
        phase = form == .events ? .lineStart : .json
    }

    /// A line or an event has begun, and not ended.
    var isFrameOpen: Bool { isOpen || form == .events && phase != .lineStart }

    /// - Parameter index: the next byte to look at; moves on.
    mutating func next(in bytes: Span<UInt8>, from index: inout Int) -> Step {
        while index < bytes.count {
            switch phase {
            case .json:
                if let step = readStructure(bytes, &index) { return step }
            case .stringStart:
                phase = .string
                if bytes[index] != JSONByte.quote { return .text }
            case .string:
                if let step = readString(bytes, &index) { return step }
            case .escape:
                phase = .string
                if bytes[index] != JSONByte.lineFeed { index &+= 1 }
            case .number:
                if number.take(bytes[index]) {
                    index &+= 1
                } else {
                    phase = .json
                    guard let value = number.value else { continue }
                    self.value = value
                    return .number
                }
            case .lineStart:
                beginLine(bytes[index], &index)
            case .name:
                match("data:", bytes[index], &index, then: .dataStart)
            case .dataStart:
                beginData(bytes[index], &index)
            case .mark:
                match("[DONE]", bytes[index], &index, then: .otherLine)
                if phase == .otherLine, matched == 6 {
                    matched = 0
                    return .doneMark
                }
            case .otherLine:
                index = form == .whole ? bytes.count : bytes.endOfLine(from: index)
                if index < bytes.count { endLine(&index) }
            }
        }
        return .needMore
    }

    // MARK: Lines of events

    private mutating func beginLine(_ byte: UInt8, _ index: inout Int) {
        index &+= 1
        switch byte {
        case UInt8(ascii: "d"):
            matched = 1
            isOpen = true
            phase = .name
        case JSONByte.lineFeed:
            isOpen = false
            forget()
        case JSONByte.carriageReturn: break
        case JSONByte.colon: phase = .otherLine
        default:
            isOpen = true
            phase = .otherLine
        }
    }

    private mutating func match(_ name: StaticString, _ byte: UInt8, _ index: inout Int, then next: Phase) {
        if byte != name.utf8Start[matched] {
            matched = 0
            phase = .otherLine
            return
        }
        matched &+= 1
        index &+= 1
        if matched == name.utf8CodeUnitCount { phase = next }
    }

    private mutating func beginData(_ byte: UInt8, _ index: inout Int) {
        if byte == JSONByte.space {
            index &+= 1
        } else if byte == JSONByte.openBracket, nesting.depth == 0 {
            matched = 0
            phase = .mark
        } else {
            phase = .json
        }
    }

    /// What was half read stays so.
    private mutating func forget() {
        nesting = JSONNesting()
        path = AnswerPath()
        key = .none
        expectsKey = false
    }

    // MARK: Between values

    @inline(__always)
    private mutating func readStructure(_ bytes: Span<UInt8>, _ index: inout Int) -> Step? {
        while index < bytes.count {
            let byte = bytes[index]
            index &+= 1
            switch byte {
            case JSONByte.quote:
                let end = bytes.endOfPlainText(from: index)
                guard end < bytes.count, bytes[end] == JSONByte.quote else {
                    beginString()
                    return nil
                }
                let text = index..<end
                index = end &+ 1
                if expectsKey {
                    take(key: text, bytes, &index)
                } else if key == .type {
                    word = AnswerWord(bytes.extracting(text))
                    return .word
                } else if means, !text.isEmpty {
                    return .text
                }
            case JSONByte.comma:
                key = .none
                expectsKey = nesting.isInObject
            case JSONByte.openBrace, JSONByte.openBracket:
                if let step = open(isObject: byte == JSONByte.openBrace) { return step }
                if phase != .json { return nil }
            case JSONByte.closeBrace, JSONByte.closeBracket:
                if close() { return .frame }
            case UInt8(ascii: "t"):
                if means { return .true }
            case JSONByte.minus, JSONByte.zero...0x39:
                if means {
                    number = AnswerNumber(first: byte)
                    phase = .number
                    return nil
                }
                while index < bytes.count, bytes[index].isDigit { index &+= 1 }
            case JSONByte.lineFeed:
                index &-= 1
                endLine(&index)
                if phase != .json { return nil }
            default: break
            }
        }
        return nil
    }

    /// A key that was neither cut nor escaped, as nearly all are.
    @inline(__always)
    private mutating func take(key text: Range<Int>, _ bytes: Span<UInt8>, _ index: inout Int) {
        expectsKey = false
        key = nesting.depth > AnswerPath.depthMax ? .other : AnswerKey(bytes.extracting(text))
        // What else than a colon could follow is looked at with the rest.
        if index < bytes.count, bytes[index] == JSONByte.colon { index &+= 1 }
    }

    @inline(__always)
    private var means: Bool { key.rawValue > AnswerKey.other.rawValue }

    private mutating func open(isObject: Bool) -> Step? {
        if nesting.depth == JSONNesting.depthLimit {
            forget()
            phase = .otherLine
            return nil
        }
        let isRoot = nesting.depth == 0
        let hasPath = nesting.depth < AnswerPath.depthMax
        if hasPath { path.enter(key) }
        nesting.open(isObject: isObject)
        key = .none
        expectsKey = isObject
        if isRoot {
            isOpen = true
            return .root
        }
        return isObject && hasPath && path.isNamed ? .object : nil
    }

    /// True when the root is closed.
    @inline(__always)
    private mutating func close() -> Bool {
        guard nesting.depth > 0 else { return false }
        nesting.close()
        if nesting.depth < AnswerPath.depthMax { path.leave() }
        key = .none
        expectsKey = false
        return nesting.depth == 0
    }

    /// - Parameter index: the line feed. Between the values of a whole it is white space like any other.
    private mutating func endLine(_ index: inout Int) {
        index &+= 1
        switch form {
        case .lines:
            isOpen = false
            if nesting.depth > 0 { forget() }
            phase = .json
        case .events: phase = .lineStart
        case .whole: break
        }
    }

    // MARK: Strings that are cut or have escapes

    private mutating func beginString() {
        isKey = expectsKey
        expectsKey = false
        isMeaningless = isKey ? nesting.depth > AnswerPath.depthMax : key != .type
        phase = !isKey && means && key != .type ? .stringStart : .string
        isHeld = false
        if isKey { key = .other }
    }

    private mutating func readString(_ bytes: Span<UInt8>, _ index: inout Int) -> Step? {
        let start = index
        index = bytes.endOfPlainText(from: start)
        if isHeld || index == bytes.count, !isMeaningless { hold(bytes, start..<index) }
        if index == bytes.count { return nil }
        switch bytes[index] {
        case JSONByte.quote:
            index &+= 1
            phase = .json
            if isMeaningless { return nil }
            let text = start..<(index &- 1)
            if !isKey {
                let word = isHeld ? AnswerWord(held.span) : AnswerWord(bytes.extracting(text))
                self.word = word
                return .word
            }
            let name = isHeld ? AnswerKey(held.span) : AnswerKey(bytes.extracting(text))
            key = name
        case JSONByte.backslash:
            index &+= 1
            isMeaningless = true
            phase = .escape
        case JSONByte.lineFeed where form != .whole:
            // No string goes over a line: whoever wrote this was cut off.
            forget()
            phase = .otherLine
        default:
            index &+= 1
        }
        return nil
    }

    private mutating func hold(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        if !isHeld { held.removeAll(keepingCapacity: true) }
        isHeld = true
        if held.count + range.count > AnswerWord.lengthMax {
            isMeaningless = true
        } else {
            held.append(bytes, range)
        }
    }
}
