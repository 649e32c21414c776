/// The bytes that mean something to JSON, and the classes its grammar is made of.
///
/// Literals in functions rather than tables in globals: those are initialised lazily and checked at each use.
enum JSONByte {
    static var tab: UInt8 { 0x09 }
    static var lineFeed: UInt8 { 0x0A }
    static var carriageReturn: UInt8 { 0x0D }
    static var space: UInt8 { 0x20 }
    static var quote: UInt8 { 0x22 }
    static var plus: UInt8 { 0x2B }
    static var comma: UInt8 { 0x2C }
    static var minus: UInt8 { 0x2D }
    static var point: UInt8 { 0x2E }
    static var zero: UInt8 { 0x30 }
    static var colon: UInt8 { 0x3A }
    static var openBracket: UInt8 { 0x5B }
    static var backslash: UInt8 { 0x5C }
    static var closeBracket: UInt8 { 0x5D }
    static var openBrace: UInt8 { 0x7B }
    static var closeBrace: UInt8 { 0x7D }
}

extension UInt8 {
    @inline(__always)
    var isJSONSpace: Bool {
        self == JSONByte.space || self == JSONByte.lineFeed || self == JSONByte.carriageReturn || self == JSONByte.tab
    }

    @inline(__always)
    var isDigit: Bool { self &- JSONByte.zero < 10 }

    /// The value of a hexadecimal digit.
    @inline(__always)
    var hexValue: UInt8? {
        if isDigit { return self &- JSONByte.zero }
        let letter = (self | 0x20) &- 0x61
        return letter < 6 ? letter &+ 10 : nil
    }

    /// What a backslash before this letter stands for; `u` is not one of them.
    @inline(__always)
    var unescaped: UInt8? {
        switch self {
        case JSONByte.quote, JSONByte.backslash, UInt8(ascii: "/"): self
        case UInt8(ascii: "n"): JSONByte.lineFeed
        case UInt8(ascii: "t"): JSONByte.tab
        case UInt8(ascii: "r"): JSONByte.carriageReturn
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        default: nil
        }
    }
}

extension Span<UInt8> {
    /// The first byte from `start` on that may not stand in a JSON string as it is: a quote, a backslash or a control byte.
    /// The end of the span if there is none.
    @inline(__always)
    func endOfPlainText(from start: Int) -> Int {
        let raw = bytes
        var index = start
        while index &+ 16 <= count {
            let block = raw.unsafeLoadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
            let low = block.specialBytes
            if low[0] != 0 { return index &+ low[0].trailingZeroBitCount &>> 3 }
            if low[1] != 0 { return index &+ 8 &+ low[1].trailingZeroBitCount &>> 3 }
            index &+= 16
        }
        while index < count, !self[index].isSpecial { index &+= 1 }
        return index
    }

    /// The first line feed from `start` on, or the end.
    func endOfLine(from start: Int) -> Int {
        let raw = bytes
        let lineFeeds = SIMD16<UInt8>(repeating: JSONByte.lineFeed)
        var index = start
        while index &+ 16 <= count {
            let block = raw.unsafeLoadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
            let found = unsafeBitCast(block .== lineFeeds, to: SIMD2<UInt64>.self)
            if found != SIMD2() { break }
            index &+= 16
        }
        while index < count, self[index] != JSONByte.lineFeed { index &+= 1 }
        return index
    }

    var isASCII: Bool {
        let raw = bytes
        var index = 0
        var seen: UInt64 = 0
        while index &+ 8 <= count {
            seen |= raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
            index &+= 8
        }
        while index < count {
            seen |= UInt64(self[index])
            index &+= 1
        }
        return seen & 0x8080_8080_8080_8080 == 0
    }

    /// The first byte from `start` on that is not white space, or the end.
    @inline(__always)
    func endOfSpace(from start: Int) -> Int {
        var index = start
        while index < count, self[index].isJSONSpace { index &+= 1 }
        return index
    }
}

extension UInt8 {
    @inline(__always)
    fileprivate var isSpecial: Bool { self < 0x20 || self == JSONByte.quote || self == JSONByte.backslash }
}

extension SIMD16<UInt8> {
    /// Each special byte as ones, each other byte as zeros. Vectors are compared with vectors on purpose: the operators that
    /// take a scalar are generic, and run lane by lane.
    @inline(__always)
    fileprivate var specialBytes: SIMD2<UInt64> {
        let found =
            (self .== Self(repeating: JSONByte.quote)) .| (self .== Self(repeating: JSONByte.backslash))
            .| (self .< Self(repeating: 0x20))
        return unsafeBitCast(found, to: SIMD2<UInt64>.self)
    }
}
