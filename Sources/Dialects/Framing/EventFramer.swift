/// Cuts a stream of server-sent events into its events' data, however the bytes arrive.
///
/// By the standard: lines end with LF, CRLF or CR, comments and other fields are passed over, the data of several lines is
/// joined, an empty line ends the event, and one without data is none. The name of an event is not kept: all three dialects
/// say it in the data too.
struct EventFramer: Sendable {
    static let lengthMax = 16 << 20

    private enum Phase: Sendable {
        case lineStart, name, valueStart, value, otherLine
    }

    /// The data of the event that was found.
    private(set) var data: [UInt8] = []
    private(set) var isTooLong = false
    private var phase = Phase.lineStart
    private var matched = 0
    private var hasData = false
    private var isOver = false
    private var followsReturn = false
    private var isAtStart = true

    /// Whether `data` is a whole event's now; if not, the bytes have ended.
    ///
    /// - Parameter index: the next byte to look at; moves on.
    mutating func next(in bytes: Span<UInt8>, from index: inout Int) -> Bool {
        beginEvent()
        while index < bytes.count {
            let byte = bytes[index]
            if followsReturn, byte == JSONByte.lineFeed {
                followsReturn = false
                index &+= 1
                continue
            }
            switch phase {
            case .lineStart:
                if isMark(byte, &index) { continue }
                followsReturn = false
                if byte.endsLine {
                    index &+= 1
                    followsReturn = byte == JSONByte.carriageReturn
                    if endEvent() { return true }
                } else {
                    matched = 0
                    phase = byte == UInt8(ascii: "d") ? .name : .otherLine
                }
            case .name:
                readName(byte, &index)
            case .valueStart:
                phase = .value
                if hasData { data.append(JSONByte.lineFeed) }
                hasData = true
                if byte == JSONByte.space { index &+= 1 }
            case .value, .otherLine:
                let end = bytes.endOfEventLine(from: index)
                if phase == .value { hold(bytes, index..<end) }
                if isTooLong { return false }
                index = end
                if end < bytes.count { endLine(bytes[end], &index) }
            }
        }
        return false
    }

    /// The last event may lack its empty line; true when there is one.
    mutating func finish() -> Bool {
        beginEvent()
        if phase == .valueStart { hasData = true }
        phase = .lineStart
        return endEvent()
    }

    private mutating func beginEvent() {
        guard isOver else { return }
        data.removeAll(keepingCapacity: true)
        isOver = false
    }

    private mutating func endEvent() -> Bool {
        isOver = hasData && !isTooLong && !data.isEmpty
        hasData = false
        return isOver
    }

    /// Three bytes that say nothing may stand before everything else.
    private mutating func isMark(_ byte: UInt8, _ index: inout Int) -> Bool {
        guard isAtStart, matched < 3, byte == [0xEF, 0xBB, 0xBF][matched] else {
            isAtStart = false
            return false
        }
        matched += 1
        index &+= 1
        return true
    }

    /// `data`, then a colon or the end of the line.
    @inline(__always)
    private mutating func readName(_ byte: UInt8, _ index: inout Int) {
        let name: StaticString = "data"
        if matched < 4 {
            guard byte == name.utf8Start[matched] else {
                phase = .otherLine
                return
            }
            matched &+= 1
            index &+= 1
        } else if byte == JSONByte.colon {
            index &+= 1
            phase = .valueStart
        } else {
            phase = byte.endsLine ? .valueStart : .otherLine
        }
    }

    private mutating func endLine(_ byte: UInt8, _ index: inout Int) {
        index &+= 1
        followsReturn = byte == JSONByte.carriageReturn
        phase = .lineStart
    }

    private mutating func hold(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        isTooLong = isTooLong || data.count + range.count > Self.lengthMax
        if !isTooLong { data.append(bytes, range) }
    }
}

extension UInt8 {
    fileprivate var endsLine: Bool { self == JSONByte.lineFeed || self == JSONByte.carriageReturn }
}

extension Span<UInt8> {
    /// The first line feed or carriage return from `start` on, or the end.
    fileprivate func endOfEventLine(from start: Int) -> Int {
        let raw = bytes
        let lineFeeds = SIMD16<UInt8>(repeating: JSONByte.lineFeed)
        let returns = SIMD16<UInt8>(repeating: JSONByte.carriageReturn)
        var index = start
        while index &+ 16 <= count {
            let block = raw.unsafeLoadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
            let found = (block .== lineFeeds) .| (block .== returns)
            if unsafeBitCast(found, to: SIMD2<UInt64>.self) != SIMD2() { break }
            index &+= 16
        }
        while index < count, !self[index].endsLine { index &+= 1 }
        return index
    }
}
