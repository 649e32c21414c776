/// Reads a request line: method, target, version, one space between them, CR LF behind them.
///
/// Like `FieldScanner` it remembers where it stands, so the line may arrive cut anywhere. It also recognises the three
/// wrong things people do send to a plain HTTP/1.1 port, because each deserves its own explanation.
struct RequestLine: Sendable {
    private enum Phase: UInt8 { case method, target, version, lineFeed }

    /// The next byte to look at.
    private(set) var position = 0
    private(set) var method = Method.other
    private(set) var methodSlice = HeadSlice.empty
    private(set) var target = HeadSlice.empty
    private(set) var path = HeadSlice.empty
    private(set) var authority: HeadSlice?
    private(set) var version = HTTPVersion.http11
    private var phase = Phase.method
    private var tokenStart = 0

    var isInTarget: Bool { phase == .target }

    /// True once the line is complete.
    mutating func scan(_ bytes: Span<UInt8>, limits: HeadLimits) throws(HeadFault) -> Bool {
        if phase == .method, try !scanMethod(bytes) { return false }
        if phase == .target, try !scanTarget(bytes, countMax: limits.targetMax) { return false }
        if phase == .version, try !scanVersion(bytes) { return false }
        guard position < bytes.count else { return false }
        guard bytes[position] == Byte.lineFeed else { throw .bareCarriageReturn }
        position += 1
        return true
    }

    private mutating func scanMethod(_ bytes: Span<UInt8>) throws(HeadFault) -> Bool {
        let limit = min(bytes.count, HeadLimits.methodMax)
        position = bytes.endOfToken(from: position, limit: limit)
        guard position < bytes.count else { return false }
        switch bytes[position] {
        case Byte.space where position > 0: break
        case Byte.tlsHandshake where position == 0: throw .tlsHandshake
        case Byte.lineFeed: throw .bareLineFeed
        case Byte.space, Byte.tab, Byte.carriageReturn: throw .malformedRequestLine
        case let byte where byte.isToken: throw .methodTooLong
        case let byte: throw byte.isControl ? .controlByte : .invalidMethod
        }
        methodSlice = HeadSlice(0..<position)
        method = Method(methodSlice, in: bytes)
        position += 1
        tokenStart = position
        phase = .target
        return true
    }

    private mutating func scanTarget(_ bytes: Span<UInt8>, countMax: Int) throws(HeadFault) -> Bool {
        position = bytes.endOfTarget(from: position, limit: min(bytes.count, tokenStart + countMax))
        guard position < bytes.count else { return false }
        let isEmpty = position == tokenStart
        switch bytes[position] {
        case Byte.space where !isEmpty: break
        case Byte.carriageReturn where !isEmpty: throw .http09
        case Byte.lineFeed: throw .bareLineFeed
        case Byte.space, Byte.tab, Byte.carriageReturn: throw .malformedRequestLine
        case Byte.hash: throw .fragmentInTarget
        case let byte where byte.isVisible: throw .targetTooLong
        case let byte: throw byte.isControl ? .controlByte : .invalidTarget
        }
        target = HeadSlice(tokenStart..<position)
        if bytes.equals("PRI", at: methodSlice), bytes.equals("*", at: target) { throw .http2Preface }
        let parts = try RequestTarget(target, method: method, in: bytes)
        path = parts.path
        authority = parts.authority
        position += 1
        tokenStart = position
        phase = .version
        return true
    }

    private mutating func scanVersion(_ bytes: Span<UInt8>) throws(HeadFault) -> Bool {
        let limit = min(bytes.count, tokenStart + HTTPVersion.length)
        if limit == tokenStart + HTTPVersion.length,
            bytes.equals("HTTP/1.1", at: HeadSlice(from: tokenStart, to: limit))
        {
            position = limit
        }
        while position < limit, bytes[position] > Byte.space, bytes[position] != Byte.delete { position += 1 }
        guard position < bytes.count else { return false }
        switch bytes[position] {
        case Byte.carriageReturn: break
        case Byte.lineFeed: throw .bareLineFeed
        case Byte.space, Byte.tab: throw .malformedRequestLine
        case let byte: throw byte.isControl ? .controlByte : .malformedVersion
        }
        version = try HTTPVersion(HeadSlice(tokenStart..<position), in: bytes)
        position += 1
        phase = .lineFeed
        return true
    }
}

extension HTTPVersion {
    /// `HTTP/1.1`
    static var length: Int { 8 }

    /// Well written but neither 1.0 nor 1.1 is a different fault than badly written.
    init(_ slice: HeadSlice, in bytes: Span<UInt8>) throws(HeadFault) {
        if bytes.equals("HTTP/1.1", at: slice) {
            self = .http11
        } else if bytes.equals("HTTP/1.0", at: slice) {
            self = .http10
        } else {
            let start = slice.range.lowerBound
            let isVersion =
                slice.count == Self.length && bytes.equals("HTTP/", at: HeadSlice(start..<start + 5))
                && bytes[start + 5].isDigit && bytes.equals(".", at: HeadSlice(start + 6..<start + 7))
                && bytes[start + 7].isDigit
            throw isVersion ? .versionNotSupported : .malformedVersion
        }
    }
}
