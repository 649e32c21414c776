/// Worse counts at once, better only when it is better by a margin: a value at its limit does not flicker.
enum Worsening {
    /// `strict` is the level by the limits as they are, `lenient` the one by limits that are easier to reach.
    static func settled<Level: Comparable>(_ strict: Level, lenient: Level, last: Level?) -> Level {
        guard let last, strict < last else { return strict }
        return max(strict, min(last, lenient))
    }
}
