/// Takes a chunked body apart without copying it: tells which bytes of the input are data, and where the body ends.
package struct ChunkedDecoder: Sendable {
    package enum Step: Equatable, Sendable {
        /// These bytes of the input are body; go on from their upper bound.
        case data(Range<Int>)
        /// The line of the last chunk ends here; trailers follow. Up to here all input was sound framing.
        case lastChunk(next: Int)
        /// The message is over; what follows belongs to the next.
        case end(next: Int)
        /// All input was read.
        case needMore
    }

    private enum Phase: UInt8 {
        case sizeStart, size, sizeLineFeed, data, dataCarriageReturn, dataLineFeed, trailers, finished
    }

    /// More digits could not be data anyone sends, leading zeros included. Fifteen cannot overflow.
    private static var digitsMax: Int { 15 }
    private static var block: Int { 256 }

    /// Complete after `end`.
    package private(set) var trailers = TrailerFields()
    private let limits: HeadLimits
    private var phase = Phase.sizeStart
    private var digits = 0
    /// Of the current chunk: its size while that is read, then what is still to come; between chunks zero.
    private var remaining = 0
    private var fieldScanner = FieldScanner(from: 0)

    package init(trailerLimits: HeadLimits = HeadLimits()) {
        limits = trailerLimits
    }

    /// All that came belongs to chunks that have ended.
    var isBetweenChunks: Bool { phase == .sizeStart }

    package mutating func step(_ input: Span<UInt8>, from start: Int) throws(ChunkFault) -> Step {
        var index = start
        while index < input.count {
            switch phase {
            case .dataCarriageReturn:
                guard input[index] == Byte.carriageReturn else { throw .dataTooLong }
                phase = .dataLineFeed
                index += 1
                guard index < input.count else { return .needMore }
                fallthrough
            case .dataLineFeed:
                guard input[index] == Byte.lineFeed else { throw .dataTooLong }
                phase = .sizeStart
                index += 1
                guard index < input.count else { return .needMore }
                fallthrough
            case .sizeStart:
                digits = 0
                phase = .size
                fallthrough
            case .size:
                index = try readSize(input, from: index)
                guard index < input.count else { return .needMore }
                fallthrough
            case .sizeLineFeed:
                guard input[index] == Byte.lineFeed else { throw .bareCarriageReturn }
                index += 1
                phase = remaining == 0 ? .trailers : .data
                if remaining == 0 { return .lastChunk(next: index) }
                guard index < input.count else { return .needMore }
                fallthrough
            case .data:
                let upper = index + min(remaining, input.count - index)
                remaining -= upper - index
                if remaining == 0 { phase = .dataCarriageReturn }
                return .data(index..<upper)
            case .trailers:
                return try readTrailers(input, from: index)
            case .finished:
                return .end(next: index)
            }
        }
        return phase == .finished ? .end(next: index) : .needMore
    }

    /// Reads a size, or the rest of one, and the CR behind it.
    @inline(__always)
    private mutating func readSize(_ input: Span<UInt8>, from start: Int) throws(ChunkFault) -> Int {
        var index = start
        var size = remaining
        var digits = self.digits
        defer {
            remaining = size
            self.digits = digits
        }
        while index < input.count {
            let byte = input[index]
            index &+= 1
            let digit = byte.hexValue
            if digit < 16 {
                if digits == Self.digitsMax { throw .sizeTooLarge }
                size = size &<< 4 | Int(digit)
                digits &+= 1
            } else {
                guard byte == Byte.carriageReturn, digits > 0 else {
                    throw Self.fault(inSize: byte, isFirst: digits == 0)
                }
                phase = .sizeLineFeed
                return index
            }
        }
        return index
    }

    private static func fault(inSize byte: UInt8, isFirst: Bool) -> ChunkFault {
        switch byte {
        case Byte.lineFeed: .bareLineFeed
        case Byte.semicolon where !isFirst: .extensionNotAccepted
        default: .invalidSize
        }
    }

    private mutating func readTrailers(_ input: Span<UInt8>, from start: Int) throws(ChunkFault) -> Step {
        var taken = start
        while taken < input.count {
            let room = limits.bytesMax - trailers.bytes.count
            if room == 0 { throw .trailers(.headTooLarge) }
            let upper = taken + min(input.count - taken, room, Self.block)
            trailers.bytes.append(input, taken..<upper)
            do {
                if try scanTrailers() {
                    let excess = trailers.bytes.count - fieldScanner.position
                    trailers.bytes.removeLast(excess)
                    phase = .finished
                    return .end(next: upper - excess)
                }
            } catch {
                throw .trailers(error)
            }
            taken = upper
        }
        return .needMore
    }

    private mutating func scanTrailers() throws(HeadFault) -> Bool {
        let copied = trailers.bytes
        let bytes = copied.span
        var reader = TrailerReader()
        return try fieldScanner.scan(bytes, into: &trailers.fields, countMax: limits.fieldsMax, reader: &reader)
    }
}
