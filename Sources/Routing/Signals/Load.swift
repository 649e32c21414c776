extension Signal {
    /// Signal 6: the share of the machine that others use is not there for us.
    package enum Load {
        package static let slowdownMax = 10.0

        package static func slowdown(foreign: Double?) -> Double? {
            guard let foreign else { return nil }
            return min(1 / max(1 - foreign, 0.01), slowdownMax)
        }
    }
}
