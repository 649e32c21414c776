import Fleet

/// From which temperatures on a part is warm, is being slowed down, and is close to switching itself off.
struct HeatLimits: Equatable {
    /// A state is left only when it is this much cooler than where it begins, in °C.
    static let margin = 3.0

    var fair: Double
    var serious: Double
    var critical: Double

    /// From the trip points of a zone, each of which may be missing. The kernel slows the machine down at `passive`,
    /// and switches it off at `critical`; `hot` is its warning before.
    init?(passive: Double?, hot: Double?, critical: Double?) {
        guard let end = [hot, critical.map { $0 - 3 }].compactMap({ $0 }).min() ?? passive.map({ $0 + 15 }) else {
            return nil
        }
        // A limit for slowing down above the end is a fault of the firmware.
        let slow = passive.flatMap { $0 < end ? $0 : nil } ?? end - 7
        self.init(fair: slow - 5, serious: slow, critical: end)
    }

    init(fair: Double, serious: Double, critical: Double) {
        self.fair = fair
        self.serious = serious
        self.critical = critical
    }

    func state(at temperature: Double, last: ThermalState?) -> ThermalState {
        Worsening.settled(state(at: temperature), lenient: state(at: temperature + Self.margin), last: last)
    }

    private func state(at temperature: Double) -> ThermalState {
        if temperature >= critical { return .critical }
        if temperature >= serious { return .serious }
        return temperature >= fair ? .fair : .nominal
    }
}
