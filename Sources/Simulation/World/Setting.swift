import Fleet

/// Where and how a simulation takes place: machines, models, users and what goes wrong.
package struct Setting: Sendable {
    package var name = ""
    package var models: [ModelSpec] = []
    package var machines: [MachineSpec] = []
    package var traffic = Traffic()
    package var jobCount = 500
    package var faults = Faults()
    package var heartbeatEvery = 5.0
    package var firstTokenMax = 120.0
    package var stallMax = 60.0

    package init() {}
}

/// What goes wrong, as mean seconds between one and the next on each machine; nil for never.
package struct Faults: Sendable {
    package var diesEvery: Double?
    package var stallsEvery: Double?
    package var sleepsEvery: Double?
    package var beatLost = 0.0
    package var beatLateMax = 0.3
    /// Reports a load and occupancy that are not true.
    package var beatLies = 0.0

    package init() {}
}
