/// A whole number written as a decimal fraction: exact, without a floating-point number on the way. 12500 with 6 decimals is 0.0125.
enum DecimalText {
    static func of(_ value: Int, decimals: Int) -> String {
        var digits = String(value.magnitude)
        if digits.count <= decimals { digits = String(repeating: "0", count: decimals + 1 - digits.count) + digits }
        let point = digits.index(digits.endIndex, offsetBy: -decimals)
        var fraction = digits[point...]
        while fraction.last == "0" { fraction.removeLast() }
        return (value < 0 ? "-" : "") + digits[..<point] + (fraction.isEmpty ? "" : ".\(fraction)")
    }
}
