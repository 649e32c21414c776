/// A number that arrives digit by digit.
struct AnswerNumber: Sendable {
    private var digits: UInt64 = 0
    private var isNegative = false
    private var isFraction = false
    private var scale = 1.0
    private var isUnreadable = false

    init() {}

    init(first: UInt8) {
        if first == JSONByte.minus { isNegative = true } else { digits = UInt64(first &- JSONByte.zero) }
    }

    /// Nil for what no count or duration is written as: exponents, and more digits than there are.
    var value: Double? {
        isUnreadable ? nil : Double(digits) / scale * (isNegative ? -1 : 1)
    }

    /// False for a byte that is none of the number's.
    @inline(__always)
    mutating func take(_ byte: UInt8) -> Bool {
        switch byte {
        case JSONByte.zero...0x39:
            if isFraction, scale >= 1e9 { return true }
            let (product, hasOverflowed) = digits.multipliedReportingOverflow(by: 10)
            if hasOverflowed || product > UInt64.max - 9 {
                isUnreadable = true
            } else {
                digits = product + UInt64(byte &- JSONByte.zero)
                if isFraction { scale *= 10 }
            }
        case JSONByte.point: isFraction = true
        case UInt8(ascii: "e"), UInt8(ascii: "E"), JSONByte.plus, JSONByte.minus: isUnreadable = true
        default: return false
        }
        return true
    }
}
