package import Fleet

/// How hot the machine is, graphics cards apart: they tell it with their other readings.
///
/// macOS has one word for it. Linux has many thermometers with limits, and counters of how long processors were slowed
/// down; the worst of them counts.
package struct Heat: Sensor {
    /// Slowed down by more than this share of the time is serious, by less it is fair.
    static let throttledShareSerious = 0.1

    let roots: SystemRoots
    /// Thermometers with their limits are listed anew after a while: a module may have been loaded.
    var thermometers: (list: [Thermometer], listedAt: Instant)?
    var states: [String: ThermalState] = [:]
    var throttled: (counters: ThrottleCounters, at: Instant)?
    var slowedUntil: (state: ThermalState, until: Instant)?

    package init(roots: SystemRoots = .machine) {
        self.roots = roots
    }

    package mutating func sample(at moment: Moment) -> ThermalState? { state(at: moment.now) }
}

/// A place where the temperature can be read, and what is too hot there.
struct Thermometer {
    var path: String
    var limits: HeatLimits
}

/// How often and how long processors were slowed down for heat since the machine started: of each kind the largest, because
/// all processors of a package repeat its count.
struct ThrottleCounters {
    var events = 0
    var milliseconds: Int?
}
