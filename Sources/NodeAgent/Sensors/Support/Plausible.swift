import Fleet

/// Numbers as machines can have them. A driver that reports anything else is not believed: the value is unknown.
enum Plausible {
    /// Up to 2⁶⁰: no sum of such numbers overflows.
    static func bytes(_ count: Int?, times unit: Int = 1) -> ByteCount? {
        guard let count, count >= 0, count <= (1 << 60) / unit else { return nil }
        return ByteCount(Int64(count * unit))
    }

    static func bytes(unsigned count: UInt64) -> ByteCount? { bytes(Int(exactly: count)) }

    static func celsius(milli: Int?) -> Double? {
        guard let milli, (-40_000...150_000).contains(milli) else { return nil }
        return Double(milli) / 1000
    }

    /// Limits lie above any room's temperature; firmware writes 0 or −274 °C where there is none.
    static func limit(milli: Int?) -> Double? { celsius(milli: milli).flatMap { $0 >= 40 ? $0 : nil } }

    static func share(percent: Int?) -> Double? {
        guard let percent, (0...100).contains(percent) else { return nil }
        return Double(percent) / 100
    }

    static func share(_ part: Double, of whole: Double) -> Double {
        let share = part / whole
        return share.isFinite ? min(max(share, 0), 1) : 0
    }
}
