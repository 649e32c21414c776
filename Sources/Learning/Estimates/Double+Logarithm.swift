/// Logarithm and exponential without a system library, so that what was learned, and what a seed does, is the same to the
/// last bit on every machine. Good to about one part in 10¹⁵, which is more than any estimate is worth.
extension Double {
    package var logarithm: Double {
        guard self > 0, isFinite else { return self == 0 ? -.infinity : self }
        var mantissa = significand
        var power = Double(exponent)
        if mantissa > 1.414_213_562_373_095_1 {
            mantissa /= 2
            power += 1
        }
        // log m = 2 artanh((m − 1) / (m + 1)), and |(m − 1) / (m + 1)| ≤ 0.172.
        let ratio = (mantissa - 1) / (mantissa + 1)
        let square = ratio * ratio
        var sum = 0.0
        for divisor in stride(from: 19.0, through: 1, by: -2) { sum = sum * square + 1 / divisor }
        return 2 * ratio * sum + power * Self.logarithmOfTwo
    }

    package var exponential: Double {
        guard self > -708 else { return 0 }
        guard self < 709 else { return .infinity }
        let power = (self / Self.logarithmOfTwo).rounded()
        let rest = self - power * Self.logarithmOfTwo
        var sum = 1.0
        for term in stride(from: 16.0, through: 1, by: -1) { sum = 1 + sum * rest / term }
        return Double(sign: .plus, exponent: Int(power), significand: sum)
    }

    private static let logarithmOfTwo = 0.693_147_180_559_945_3
}
