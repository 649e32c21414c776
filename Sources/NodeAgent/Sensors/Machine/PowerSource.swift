/// What feeds the machine.
package struct PowerReading: Equatable, Sendable {
    package enum Source: Sendable {
        case mains, battery
    }

    package var source: Source?
    /// How full the battery is, 0…1; of several the emptiest.
    package var charge: Double?
}

package struct PowerSource: Sensor {
    let roots: SystemRoots

    package init(roots: SystemRoots = .machine) {
        self.roots = roots
    }

    package func sample(at moment: Moment) -> PowerReading? { reading() }
}
