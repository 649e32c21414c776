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
        var sum = Self.inverseOdds[9]
        for term in stride(from: 8, through: 0, by: -1) { sum = sum * square + Self.inverseOdds[term] }
        return 2 * ratio * sum + power * Self.logarithmOfTwo
    }

    package var exponential: Double {
        guard self > -708 else { return 0 }
        guard self < 709 else { return .infinity }
        let power = (self / Self.logarithmOfTwo).rounded()
        let rest = self - power * Self.logarithmOfTwo
        // The series to the twelfth power is exact for |rest| ≤ 0.347.
        var sum = Self.inverseFactorials[12]
        for term in stride(from: 11, through: 0, by: -1) { sum = sum * rest + Self.inverseFactorials[term] }
        return Double(sign: .plus, exponent: Int(power), significand: sum)
    }

    /// 1, 1/3, 1/5 …
    private static let inverseOdds = SIMD16<Double>(
        1,
        1 / 3,
        1 / 5,
        1 / 7,
        1 / 9,
        1 / 11,
        1 / 13,
        1 / 15,
        1 / 17,
        1 / 19,
        0,
        0,
        0,
        0,
        0,
        0
    )
    /// 1, 1, 1/2, 1/6 …
    private static let inverseFactorials = SIMD16<Double>(
        1,
        1,
        1 / 2,
        1 / 6,
        1 / 24,
        1 / 120,
        1 / 720,
        1 / 5040,
        1 / 40_320,
        1 / 362_880,
        1 / 3_628_800,
        1 / 39_916_800,
        1 / 479_001_600,
        0,
        0,
        0
    )
    private static let logarithmOfTwo = 0.693_147_180_559_945_3
}
