extension Double {
    /// Two digits after the point, without a library.
    var text: String {
        let scaled = (self * 100).rounded()
        guard scaled.isFinite, abs(scaled) < 1e12 else { return "∞" }
        let whole = Int(abs(scaled))
        let cents = whole % 100
        return "\(scaled < 0 ? "−" : "")\(whole / 100).\(cents < 10 ? "0" : "")\(cents)"
    }
}
