extension Duration {
    /// Clamped at the ends of `Int`, which is 292 years away.
    package var wholeNanoseconds: Int {
        // A 128-bit division takes ten times as long, and nearly everything that is measured lasts less than 18 seconds.
        if let attoseconds = UInt64(exactly: attoseconds) { return Int(attoseconds / 1_000_000_000) }
        return Int(clamping: attoseconds / 1_000_000_000)
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
