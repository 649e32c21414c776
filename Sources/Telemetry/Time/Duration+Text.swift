extension Duration {
    /// Clamped at the ends of `Int`, which is 292 years away.
    package var wholeNanoseconds: Int {
        let (seconds, attoseconds) = components
        let (product, overflow) = Int(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, carry) = product.addingReportingOverflow(Int(attoseconds / 1_000_000_000))
        return overflow || carry ? (seconds < 0 ? .min : .max) : sum
    }

    /// `850ns`, `12.5ms`, `3.25s`: at most three decimals, for people.
    var shortText: String {
        let nanoseconds = wholeNanoseconds
        let units = [("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1_000)]
        let unit = units.first { nanoseconds.magnitude >= UInt($0.1) }
        guard let (name, factor) = unit else { return "\(nanoseconds)ns" }
        return DecimalText.of(nanoseconds / (factor / 1_000), decimals: 3) + name
    }
}
