/// Reads a status line: version, three digits, and a reason that may be empty.
///
/// A server may leave out the space before an empty reason: many do, and nothing depends on it.
struct StatusLine: Sendable {
    private enum Phase: UInt8 { case version, status, reasonStart, reason, lineFeed }

    /// The next byte to look at.
    private(set) var position = 0
    private(set) var version = HTTPVersion.http11
    private(set) var status: UInt16 = 0
    private(set) var reason = HeadSlice.empty
    private var phase = Phase.version
    private var tokenStart = 0

    /// True once the line is complete.
    mutating func scan(_ bytes: Span<UInt8>) throws(HeadFault) -> Bool {
        if phase == .version, try !scanVersion(bytes) { return false }
        if phase == .status, try !scanStatus(bytes) { return false }
        if phase == .reasonStart, try !scanReasonStart(bytes) { return false }
        if phase == .reason, try !scanReason(bytes) { return false }
        guard position < bytes.count else { return false }
        guard bytes[position] == Byte.lineFeed else { throw .bareCarriageReturn }
        position += 1
        return true
    }

    private mutating func scanVersion(_ bytes: Span<UInt8>) throws(HeadFault) -> Bool {
        let limit = min(bytes.count, HTTPVersion.length)
        while position < limit, bytes[position].isVisible { position += 1 }
        guard position < bytes.count else { return false }
        switch bytes[position] {
        case Byte.space: break
        case Byte.lineFeed: throw .bareLineFeed
        case Byte.tab, Byte.carriageReturn: throw .malformedStatusLine
        case let byte: throw byte.isControl ? .controlByte : .malformedVersion
        }
        version = try HTTPVersion(HeadSlice(0..<position), in: bytes)
        position += 1
        tokenStart = position
        phase = .status
        return true
    }

    private mutating func scanStatus(_ bytes: Span<UInt8>) throws(HeadFault) -> Bool {
        while position < tokenStart + 3 {
            guard position < bytes.count else { return false }
            let byte = bytes[position]
            guard byte.isDigit else { throw byte == Byte.lineFeed ? .bareLineFeed : .malformedStatusLine }
            status = status * 10 + UInt16(byte - Byte.zero)
            position += 1
        }
        guard (100...599).contains(status) else { throw .invalidStatus }
        phase = .reasonStart
        return true
    }

    private mutating func scanReasonStart(_ bytes: Span<UInt8>) throws(HeadFault) -> Bool {
        guard position < bytes.count else { return false }
        switch bytes[position] {
        case Byte.space: phase = .reason
        case Byte.carriageReturn: phase = .lineFeed
        case Byte.lineFeed: throw .bareLineFeed
        default: throw .malformedStatusLine
        }
        position += 1
        tokenStart = position
        return true
    }

    private mutating func scanReason(_ bytes: Span<UInt8>) throws(HeadFault) -> Bool {
        position = bytes.endOfFieldContent(from: position)
        guard position < bytes.count else { return false }
        guard bytes[position] == Byte.carriageReturn else {
            throw bytes[position] == Byte.lineFeed ? .bareLineFeed : .controlByte
        }
        reason = HeadSlice(tokenStart..<position)
        position += 1
        phase = .lineFeed
        return true
    }
}
