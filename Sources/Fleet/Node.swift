/// A machine as the router knows it: plain values, copied into a decision without counting references.
package struct Node: Sendable {
    package let id: NodeID
    package var liveness = Liveness.online
    package var isDraining = false
    /// The operator stopped it from here, whatever it says itself.
    package var isHeld = false
    package var thermal: ThermalState?
    package var pressure: MemoryPressure?
    package var isBusyKnown = false
    /// Its owner's habits are no reason to spare it.
    package var ignoresHabits = false
    package var foreignLoad: Double?
    /// The strictest of its busy flags.
    package var busy: BusyFlag?
    /// It has an agent whose silence means something. A backend from the settings has none.
    package var hasAgent: Bool
    /// It has said goodbye: its silence is no news.
    package var hasLeft = false
    package var heardAt: Instant
    var run: UInt64?
    /// The run before, whose word is no longer taken.
    var formerRun: UInt64?
    var sequence: UInt64?

    package init(id: NodeID, hasAgent: Bool, heardAt: Instant) {
        self.id = id
        self.hasAgent = hasAgent
        self.heardAt = heardAt
    }

    /// All that was ever known of it was taken away again: nobody needs to see it any more.
    package var isForgotten: Bool { hasLeft && !hasAgent }
    package var isPaused: Bool { busy?.policy == .pause }

    /// Nobody says any more how the machine is.
    mutating func forgetCondition() {
        (thermal, pressure, foreignLoad) = (nil, nil, nil)
        (busy, isBusyKnown) = (nil, false)
    }

    /// How much of it its owner needs now, 0…1; nil where nobody knows.
    package var ownersNeed: Double? {
        if let busy, busy.policy != .ignore, busy.cause != .habit { return 1 }
        return foreignLoad
    }
}

/// Whether a node still reports; the longer it is silent, the greater.
package enum Liveness: Comparable, Sendable {
    case online
    /// A beat is missing: it still gets work, and everybody can see that it is late.
    case late
    case offline
}

/// The part of a node that only people and rare rules read.
package struct NodeProfile: Sendable {
    package let name: String
    package var labels: Set<String> = []
    package var machine: MachineReport?
}
