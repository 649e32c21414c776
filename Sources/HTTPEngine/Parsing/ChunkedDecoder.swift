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
    /// Of the current chunk: its size while that is read, then what is still to come.
    private var remaining = 0
    private var fieldScanner = FieldScanner(from: 0)

    package init(trailerLimits: HeadLimits = HeadLimits()) {
        limits = trailerLimits
    }

    package mutating func step(_ input: Span<UInt8>, from start: Int) throws(ChunkFault) -> Step {
        var index = start
        while index < input.count {
            let byte = input[index]
            switch phase {
            case .sizeStart:
                guard let digit = byte.hexValue else { throw byte == Byte.lineFeed ? .bareLineFeed : .invalidSize }
                remaining = Int(digit)
                digits = 1
                phase = .size
                index += 1
            case .size:
                index = try readSize(input, from: index)
            case .sizeLineFeed:
                guard byte == Byte.lineFeed else { throw .bareCarriageReturn }
                index += 1
                phase = remaining == 0 ? .trailers : .data
                if remaining == 0 { return .lastChunk(next: index) }
            case .data:
                let upper = index + min(remaining, input.count - index)
                remaining -= upper - index
                if remaining == 0 { phase = .dataCarriageReturn }
                return .data(index..<upper)
            case .dataCarriageReturn:
                guard byte == Byte.carriageReturn else { throw .dataTooLong }
                phase = .dataLineFeed
                index += 1
            case .dataLineFeed:
                guard byte == Byte.lineFeed else { throw .dataTooLong }
                phase = .sizeStart
                index += 1
            case .trailers:
                return try readTrailers(input, from: index)
            case .finished:
                return .end(next: index)
            }
        }
        return phase == .finished ? .end(next: index) : .needMore
    }

    /// Reads the rest of a size, and the CR behind it.
    @inline(__always)
    private mutating func readSize(_ input: Span<UInt8>, from start: Int) throws(ChunkFault) -> Int {
        var index = start
        while index < input.count {
            let byte = input[index]
            if let digit = byte.hexValue {
                if digits == Self.digitsMax { throw .sizeTooLarge }
                remaining = remaining << 4 | Int(digit)
                digits += 1
                index += 1
            } else if byte == Byte.carriageReturn {
                phase = .sizeLineFeed
                return index + 1
            } else {
                throw byte == Byte.semicolon
                    ? .extensionNotAccepted : byte == Byte.lineFeed ? .bareLineFeed : .invalidSize
            }
        }
        return index
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
        while true {
            switch try fieldScanner.next(in: bytes) {
            case .needMore: return false
            case .end: return true
            case .field(var field):
                if trailers.fields.count == limits.fieldsMax { throw .tooManyFields }
                if !field.mayTrail(in: bytes) { field.isHopByHop = true }
                trailers.fields.append(field)
            }
        }
    }
}
