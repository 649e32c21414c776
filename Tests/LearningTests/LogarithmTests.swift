import Testing

@testable import Learning

/// Digits from tables, not from the code under test.
@Test(arguments: [
    (1e-300, -690.775_527_898_213_7), (0.1, -2.302_585_092_994_046), (0.5, -0.693_147_180_559_945_3), (1, 0),
    (1.414_213_562_373_095, 0.346_573_590_279_972_6), (2.718_281_828_459_045, 1), (10, 2.302_585_092_994_046),
    (1e9, 20.723_265_836_946_41), (1e300, 690.775_527_898_213_7),
])
func `logarithms and their powers are those of the tables`(number: Double, logarithm: Double) {
    #expect(abs(number.logarithm - logarithm) <= 1e-15 * max(abs(logarithm), 1))
    #expect(abs(logarithm.exponential / number - 1) <= 1e-13 * max(abs(logarithm), 1))
}

@Test func `the ends of the scale are what they should be`() {
    #expect(0.0.logarithm == -.infinity)
    #expect(Double.infinity.logarithm == .infinity)
    #expect((-1000.0).exponential == 0)
    #expect(1000.0.exponential == .infinity)
}

@Test func `eight exponentials at once are those of each alone`() {
    for step in stride(from: -80.0, through: 80, by: 0.37) {
        let offsets = SIMD8<Float>(0, 0.05, 0.11, 0.21, 0.33, 0.5, 0.77, 1)
        let powers = offsets + Float(step)
        let together = powers.exponential
        for lane in 0..<8 {
            let alone = Double(powers[lane]).exponential
            #expect(abs(Double(together[lane]) / alone - 1) < 1e-6)
        }
    }
    #expect(SIMD8<Float>(repeating: -1000).exponential[0] < 1e-37)
    #expect(SIMD8<Float>(repeating: 1000).exponential[0].isFinite)
}
