/// The bytes that mean something to HTTP, and the classes its grammar is made of.
///
/// Literals and bit masks in functions rather than tables in globals: those are initialised lazily and checked at each use.
enum Byte {
    static var tab: UInt8 { 0x09 }
    static var lineFeed: UInt8 { 0x0A }
    static var carriageReturn: UInt8 { 0x0D }
    static var space: UInt8 { 0x20 }
    static var hash: UInt8 { 0x23 }
    static var asterisk: UInt8 { 0x2A }
    static var comma: UInt8 { 0x2C }
    static var slash: UInt8 { 0x2F }
    static var zero: UInt8 { 0x30 }
    static var colon: UInt8 { 0x3A }
    static var semicolon: UInt8 { 0x3B }
    static var question: UInt8 { 0x3F }
    static var openBracket: UInt8 { 0x5B }
    static var closeBracket: UInt8 { 0x5D }
    static var delete: UInt8 { 0x7F }
    /// What a TLS handshake begins with.
    static var tlsHandshake: UInt8 { 0x16 }
}

extension UInt8 {
    /// A byte of a token: letters, digits and !#$%&'*+-.^_`|~
    @inline(__always)
    var isToken: Bool {
        let mask: UInt64 = self < 64 ? 0x03FF_6CFA_0000_0000 : 0x57FF_FFFF_C7FF_FFFE
        return self < 128 && mask &>> UInt64(self & 63) & 1 == 1
    }

    /// A byte of a field value: anything but control bytes, of which the tab is allowed.
    @inline(__always)
    var isFieldContent: Bool { self >= 0x20 && self != Byte.delete || self == Byte.tab }

    /// A printable ASCII byte other than the space.
    @inline(__always)
    var isVisible: Bool { self > 0x20 && self < Byte.delete }

    @inline(__always)
    var isControl: Bool { self < 0x20 || self == Byte.delete }

    @inline(__always)
    var isDigit: Bool { self &- Byte.zero < 10 }

    @inline(__always)
    var isWhitespace: Bool { self == Byte.space || self == Byte.tab }

    /// The value of a hexadecimal digit; 16 or more if it is none.
    @inline(__always)
    var hexValue: UInt8 {
        let digit = self &- Byte.zero
        if digit < 10 { return digit }
        let letter = (self | 0x20) &- 0x61
        return letter < 6 ? letter &+ 10 : 16
    }

    @inline(__always)
    var lowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
}

extension Span where Element == UInt8 {
    /// The slice is this literal, byte for byte.
    @inline(__always)
    func equals(_ literal: StaticString, at slice: HeadSlice) -> Bool {
        let length = literal.utf8CodeUnitCount
        guard Int(slice.count) == length else { return false }
        let start = Int(slice.start)
        return literal.withUTF8Buffer { buffer in
            let text = Span(_unsafeElements: buffer)
            if length == 8 { return word(at: start) == text.word(at: 0) }
            for offset in 0..<length where self[start &+ offset] != text[offset] { return false }
            return true
        }
    }

    /// As `equals`, in any case. The literal is lower case and made of letters, digits and `-/:`; the slice holds no control
    /// bytes but tabs. Then setting bit 5 changes nothing but the case: only a control byte could become equal by it.
    @inline(__always)
    func matches(_ literal: StaticString, at slice: HeadSlice) -> Bool {
        let length = literal.utf8CodeUnitCount
        guard Int(slice.count) == length else { return false }
        let start = Int(slice.start)
        return literal.withUTF8Buffer { buffer in
            let text = Span(_unsafeElements: buffer)
            if length >= 8 {
                var offset = 0
                while offset <= length &- 8 {
                    guard word(at: start &+ offset).folded == text.word(at: offset) else { return false }
                    offset &+= 8
                }
                return word(at: start &+ length &- 8).folded == text.word(at: length &- 8)
            }
            if length >= 4 {
                return halfWord(at: start).folded == text.halfWord(at: 0)
                    && halfWord(at: start &+ length &- 4).folded == text.halfWord(at: length &- 4)
            }
            for offset in 0..<length where self[start &+ offset] | 0x20 != text[offset] { return false }
            return true
        }
    }

    /// The slice begins with this literal, in any case; the literal is lower case.
    @inline(__always)
    func hasPrefix(_ literal: StaticString, at slice: HeadSlice) -> Bool {
        let count = UInt32(literal.utf8CodeUnitCount)
        return slice.count >= count && matches(literal, at: HeadSlice(start: slice.start, count: count))
    }

    /// The slice is this text, in any case.
    func spells(_ text: String, at slice: HeadSlice) -> Bool {
        guard text.utf8.count == Int(slice.count) else { return false }
        var index = Int(slice.start)
        for byte in text.utf8 {
            guard self[index].lowercased == byte.lowercased else { return false }
            index += 1
        }
        return true
    }

    /// Both slices hold the same name, in any case.
    func sameName(_ one: HeadSlice, _ other: HeadSlice) -> Bool {
        guard one.count == other.count else { return false }
        for offset in 0..<Int(one.count)
        where self[Int(one.start) + offset].lowercased != self[Int(other.start) + offset].lowercased { return false }
        return true
    }

    /// The range without spaces and tabs at its ends.
    @inline(__always)
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var lower = range.lowerBound
        var upper = range.upperBound
        while lower < upper, self[lower].isWhitespace { lower += 1 }
        while lower < upper, self[upper - 1].isWhitespace { upper -= 1 }
        return lower..<upper
    }
}

extension [UInt8] {
    /// The one place where bytes are copied: `Span` has no append of its own yet.
    @inline(__always)
    mutating func append(_ span: Span<UInt8>, _ range: Range<Int>) {
        span.extracting(range).withUnsafeBufferPointer { append(contentsOf: $0) }
    }
}
