/// Follows the grammar of a JSON number byte by byte; may be interrupted anywhere.
struct JSONNumberScanner: Sendable {
    private enum Phase: UInt8 {
        case start, minus, zero, integer, point, fraction, mark, sign, exponent
    }

    private var phase = Phase.start

    init() {}

    /// The first byte is a minus or a digit.
    init(first byte: UInt8) {
        phase = byte == JSONByte.minus ? .minus : byte == JSONByte.zero ? .zero : .integer
    }

    /// What was read so far is a number, though it may go on.
    var isWhole: Bool {
        switch phase {
        case .zero, .integer, .fraction, .exponent: true
        case .start, .minus, .point, .mark, .sign: false
        }
    }

    /// The first byte from `start` on that cannot belong to the number, or the end.
    @inline(__always)
    mutating func advance(in bytes: Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index < bytes.count {
            guard let next = phase(after: bytes[index]) else { break }
            phase = next
            index &+= 1
        }
        return index
    }

    @inline(__always)
    private func phase(after byte: UInt8) -> Phase? {
        if byte.isDigit {
            switch phase {
            case .start, .minus: return byte == JSONByte.zero ? .zero : .integer
            case .zero: return nil
            case .point: return .fraction
            case .mark, .sign: return .exponent
            case .integer, .fraction, .exponent: return phase
            }
        }
        switch byte {
        case JSONByte.point: return phase == .integer || phase == .zero ? .point : nil
        case UInt8(ascii: "e"), UInt8(ascii: "E"): return isWhole && phase != .exponent ? .mark : nil
        case JSONByte.minus: return phase == .start ? .minus : phase == .mark ? .sign : nil
        case JSONByte.plus: return phase == .mark ? .sign : nil
        default: return nil
        }
    }
}
