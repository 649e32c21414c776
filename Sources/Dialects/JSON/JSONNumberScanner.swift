/// Follows the grammar of a JSON number byte by byte; may be interrupted anywhere.
struct JSONNumberScanner: Sendable {
    private enum Phase: UInt8 {
        case start, minus, zero, integer, point, fraction, mark, sign, exponent

        /// Another digit may follow, and leaves everything as it is.
        @inline(__always)
        var isInDigits: Bool { self == .integer || self == .fraction || self == .exponent }

        @inline(__always)
        var isWhole: Bool { self == .zero || isInDigits }

        @inline(__always)
        func after(_ byte: UInt8) -> Phase? {
            if byte.isDigit {
                switch self {
                case .start, .minus: return byte == JSONByte.zero ? .zero : .integer
                case .zero: return nil
                case .point: return .fraction
                case .mark, .sign: return .exponent
                case .integer, .fraction, .exponent: return self
                }
            }
            switch byte {
            case JSONByte.point: return self == .integer || self == .zero ? .point : nil
            case UInt8(ascii: "e"), UInt8(ascii: "E"): return isWhole && self != .exponent ? .mark : nil
            case JSONByte.minus: return self == .start ? .minus : self == .mark ? .sign : nil
            case JSONByte.plus: return self == .mark ? .sign : nil
            default: return nil
            }
        }
    }

    private var phase = Phase.start

    init() {}

    /// The first byte is a minus or a digit.
    init(first byte: UInt8) {
        phase = byte == JSONByte.minus ? .minus : byte == JSONByte.zero ? .zero : .integer
    }

    /// What was read so far is a number, though it may go on.
    var isWhole: Bool { phase.isWhole }

    /// The first byte from `start` on that cannot belong to the number, or the end.
    @inline(__always)
    mutating func advance(in bytes: Span<UInt8>, from start: Int) -> Int {
        var index = start
        var phase = phase
        defer { self.phase = phase }
        while index < bytes.count {
            guard let next = phase.after(bytes[index]) else { break }
            phase = next
            index &+= 1
            // Most of a number is digits, and digits change nothing.
            if phase.isInDigits {
                while index < bytes.count, bytes[index].isDigit { index &+= 1 }
            }
        }
        return index
    }
}
