/// A number with a unit, in exact whole steps of the smallest one: never a floating-point number on the way.
enum Quantity {
    struct Unit: Sendable {
        let name: String
        let factor: Int

        init(_ name: String, _ factor: Int) {
            self.name = name
            self.factor = factor
        }
    }

    /// One number and its unit: `1.5GiB`.
    static func one(_ text: String, units: [Unit]) -> Int? {
        var rest = Substring(text)
        guard let value = next(&rest, units: units), rest.isEmpty else { return nil }
        return value
    }

    /// Several in a row: `1h30m`.
    static func sum(_ text: String, units: [Unit]) -> Int? {
        var rest = Substring(text)
        var sum = 0
        repeat {
            guard let value = next(&rest, units: units) else { return nil }
            let (next, overflow) = sum.addingReportingOverflow(value)
            guard !overflow else { return nil }
            sum = next
        } while !rest.isEmpty
        return sum
    }

    /// The shortest exact text: `90s`, not `1m30s` and not `90000ms`.
    static func text(_ value: Int, units: [Unit], zero: String) -> String {
        guard value != 0, let unit = units.first(where: { value.isMultiple(of: $0.factor) }) else { return zero }
        return "\(value / unit.factor)\(unit.name)"
    }

    private static func next(_ rest: inout Substring, units: [Unit]) -> Int? {
        let whole = takeDigits(&rest)
        var fraction: Substring = ""
        if rest.first == "." {
            rest.removeFirst()
            fraction = takeDigits(&rest)
            guard !fraction.isEmpty else { return nil }
        }
        let name = rest.prefix { $0.isASCII && $0.isLetter }
        rest = rest[name.endIndex...]
        guard let unit = units.first(where: { $0.name.lowercased() == name.lowercased() }) else { return nil }
        return scaled(whole, fraction, unit.factor)
    }

    private static func takeDigits(_ rest: inout Substring) -> Substring {
        let digits = rest.prefix { ("0"..."9").contains($0) }
        rest = rest[digits.endIndex...]
        return digits
    }

    private static func scaled(_ whole: Substring, _ fraction: Substring, _ factor: Int) -> Int? {
        guard let units = Int(whole) else { return nil }
        let (product, overflow) = units.multipliedReportingOverflow(by: factor)
        guard !overflow else { return nil }
        guard !fraction.isEmpty else { return product }
        guard fraction.count <= 9, let part = Int(fraction) else { return nil }
        let scale = (0..<fraction.count).reduce(1) { scale, _ in scale * 10 }
        let (share, tooLarge) = part.multipliedReportingOverflow(by: factor)
        guard !tooLarge, share.isMultiple(of: scale) else { return nil }
        let (sum, carry) = product.addingReportingOverflow(share / scale)
        return carry ? nil : sum
    }
}
