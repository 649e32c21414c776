extension Kind where Value == Double {
    /// A plain decimal number such as `0.25`: no exponent, and a digit on both sides of the point.
    package static func decimal(in range: ClosedRange<Double>, placeholder: String = "X") -> Kind {
        Kind(
            placeholder: placeholder,
            expected: "a number such as 0.25, from \(text(range.lowerBound)) to \(text(range.upperBound))",
            isLiteral: true,
            read: { text, _ in
                let parts = text.split(separator: ".", omittingEmptySubsequences: false)
                let isPlain =
                    parts.count <= 2 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy("0123456789".contains) }
                return isPlain ? Double(text).flatMap { range.contains($0) ? $0 : nil } : nil
            },
            write: text
        )
    }

    /// `1`, not `1.0`.
    private static func text(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    }
}
