package import Fleet
package import Learning

/// Everything a decision reads: the fleet, what was learned, and what this router has running.
package struct Situation: Sendable {
    package let policy: RoutingPolicy
    package internal(set) var fleet: FleetState
    package internal(set) var experience: Experience
    package internal(set) var occupancy: [Occupancy] = []
    /// Our running requests by holding.
    var runningHere: [Int] = []
    var breakers: [Breaker] = []
    /// The load under way on each backend, if this router knows of one.
    var loads: [LoadUnderWay?] = []
    var demand = Demand()
    var affinity = Affinity()

    init(policy: RoutingPolicy, fleet: FleetState, experience: Experience) {
        self.policy = policy
        self.fleet = fleet
        self.experience = experience
        grow()
        for backend in fleet.backends { self.experience.meet(backend, in: fleet) }
    }

    /// Arrays by number grow with the fleet.
    mutating func grow() {
        while occupancy.count < fleet.backends.count {
            occupancy.append(Occupancy())
            breakers.append(Breaker())
            loads.append(nil)
        }
        while runningHere.count < fleet.holdings.count { runningHere.append(0) }
    }

    package func slots(_ id: HoldingID) -> Int { Int(experience.slotCounts[Int(id.index)]) }

    /// Our own requests on all of it.
    package func running(on node: NodeID) -> Int {
        fleet.backends(of: node).reduce(0) { $0 + occupancy[Int($1.index)].running }
    }

    /// Our own requests there.
    package func running(_ id: HoldingID) -> Int { runningHere[Int(id.index)] }

    func has(_ model: ModelID, on backend: BackendID) -> Bool {
        fleet.holdingsByModel[Int(model.index)].contains { fleet.holdings[Int($0.index)].backend == backend }
    }
}

/// A load this router started or saw start.
struct LoadUnderWay: Sendable {
    let holding: HoldingID
    let startedAt: Instant
    let endsAt: Instant
    let isWarm: Bool
}
