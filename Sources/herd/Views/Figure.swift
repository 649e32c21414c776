/// Figures as tables and sentences show them.
enum Figure {
    /// Seconds with two digits behind the point; nothing at all is a plain 0.
    static func seconds(_ value: Double?) -> String {
        guard let value, value.isFinite, abs(value) < 1e12 else { return "-" }
        if value == 0 { return "0" }
        let hundredths = Int((abs(value) * 100).rounded())
        let fraction = String(hundredths % 100)
        return (value < 0 ? "-" : "") + "\(hundredths / 100)." + (fraction.count < 2 ? "0" : "") + fraction
    }

    /// A time in its two largest units: `3 h 12 min`.
    static func span(_ seconds: Double) -> String {
        guard seconds.isFinite, (0..<1e12).contains(seconds) else { return "-" }
        let whole = Int(seconds)
        switch whole {
        case ..<10: return "\(tenths(seconds)) s"
        case ..<60: return "\(whole) s"
        case ..<3600: return "\(whole / 60) min" + (whole < 600 && whole % 60 > 0 ? " \(whole % 60) s" : "")
        case ..<86_400: return "\(whole / 3600) h" + (whole / 60 % 60 > 0 ? " \(whole / 60 % 60) min" : "")
        default: return "\(whole / 86_400) d" + (whole / 3600 % 24 > 0 ? " \(whole / 3600 % 24) h" : "")
        }
    }

    /// So many a second.
    static func rate(_ value: Double) -> String {
        guard value.isFinite, (0..<1e9).contains(value) else { return "-" }
        return value < 10 ? tenths(value) : "\(Int(value.rounded()))"
    }

    static func bytes(_ value: Int?) -> String {
        guard let value, value >= 0 else { return "-" }
        if value < 1_000_000_000 { return "\(value / 1_000_000) MB" }
        return value < 100_000_000_000 ? "\(tenths(Double(value) / 1e9)) GB" : "\(value / 1_000_000_000) GB"
    }

    static func percent(_ share: Double?) -> String {
        guard let share, share.isFinite else { return "-" }
        return "\(Int((min(max(share, 0), 1) * 100).rounded())) %"
    }

    /// With a comma at each thousand.
    static func count(_ value: Int) -> String {
        var text = ""
        for (index, digit) in String(abs(value)).reversed().enumerated() {
            if index > 0, index % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return (value < 0 ? "-" : "") + String(text.reversed())
    }

    private static func tenths(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded(.down))
        return "\(tenths / 10).\(tenths % 10)"
    }
}
