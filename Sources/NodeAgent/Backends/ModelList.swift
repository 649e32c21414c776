import Fleet

/// Whether a server's list of models says something new.
enum ModelList {
    /// Servers count down until they unload a model: that time passes is no news, that somebody has put it off is.
    static let expiryTolerance: Seconds = 5

    /// - Parameter elapsed: how much later the second was told.
    static func isSame(_ first: [ModelReport]?, _ second: [ModelReport]?, elapsed: Seconds? = nil) -> Bool {
        guard let first, let second else { return (first == nil) == (second == nil) }
        return first.count == second.count
            && zip(first, second).allSatisfy { isSame($0, $1) && expiresAlike($0, $1, elapsed) }
    }

    private static func isSame(_ first: ModelReport, _ second: ModelReport) -> Bool {
        var (first, second) = (first, second)
        (first.expiresIn, second.expiresIn) = (nil, nil)
        // What servers say for clients has the time in it, or the number of those who asked: nothing that cannot wait.
        (first.card, second.card) = (nil, nil)
        return first == second
    }

    private static func expiresAlike(_ first: ModelReport, _ second: ModelReport, _ elapsed: Seconds?) -> Bool {
        guard let elapsed else { return true }
        guard let before = first.expiresIn, let after = second.expiresIn else {
            return (first.expiresIn == nil) == (second.expiresIn == nil)
        }
        let difference = after - (before - elapsed)
        return max(difference, -difference) <= expiryTolerance
    }
}
