/// The spelling that the text format allows.
enum MetricName {
    static func isMetric(_ name: String) -> Bool {
        isWord(name, with: ":")
    }

    /// Two leading underscores are the format's own, and so is `le`.
    static func isLabel(_ name: String) -> Bool {
        isWord(name, with: "_") && !name.hasPrefix("__") && name != "le"
    }

    private static func isWord(_ name: String, with mark: Character) -> Bool {
        guard let first = name.first, !first.isNumber else { return false }
        return name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "_" || $0 == mark }
    }
}
