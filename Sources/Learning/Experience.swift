package import Fleet

/// Everything learned, in one value that the dispatcher owns.
package struct Experience: Sendable {
    package var latency = LatencyHistory()
    package var thermal = ThermalHistory()
    package var memory = MemoryCost()
    package var output = OutputLength()
    package private(set) var habits = HabitHistory()
    private var capacities: [CapacityEstimate?] = []
    /// The slots of each holding as learned, 0 where nothing is known: what decisions read.
    package private(set) var slotCounts: [Int32] = []
    private var capacityLessons = 0
    /// What was kept from an earlier run and has not met its backend again yet.
    private var archive = Archive()

    package init(_ archive: Archive = Archive()) {
        self.archive = archive
    }

    /// How often something was learned: while it stays the same, there is nothing new to keep.
    package var lessons: Int {
        latency.lessons + thermal.lessons + memory.lessons + output.lessons + habits.lessons + capacityLessons
    }

    package func slots(_ holding: HoldingID) -> Int? {
        slotCounts.indices.contains(Int(holding.index)) ? Int(slotCounts[Int(holding.index)]) : nil
    }

    package mutating func learnCapacity(_ holding: HoldingID, tokensPerSecond: Double, concurrency: Double) {
        guard capacities.indices.contains(Int(holding.index)) else { return }
        capacityLessons += 1
        capacities[Int(holding.index)]?.learn(tokensPerSecond: tokensPerSecond, concurrency: concurrency)
        slotCounts[Int(holding.index)] = Int32(capacities[Int(holding.index)]?.slots ?? 1)
    }

    /// A node has said how it is.
    package mutating func hear(_ node: Node, named name: String, at now: Instant, on wall: WallTime) {
        if habits.isNew(node.id), let week = archive.weeks.removeValue(forKey: name) {
            habits.restore(week, for: node.id)
        }
        habits.hear(node.id, need: node.ownersNeed, at: now, on: wall)
    }

    /// Meets the holdings of a backend that reported: starts estimates for new ones, from the archive where it can.
    package mutating func meet(_ backend: Backend, in fleet: FleetState) {
        for id in fleet.holdings(on: backend.id) where fleet[id].place != .gone {
            let holding = fleet[id]
            while capacities.count <= Int(id.index) {
                capacities.append(nil)
                slotCounts.append(1)
            }
            let isNew = capacities[Int(id.index)] == nil
            if isNew { remember(holding, fleet) }
            if capacities[Int(id.index)]?.isAbout(backend.slots) != true {
                capacities[Int(id.index)] = CapacityEstimate(reported: backend.slots, kind: backend.kind)
            }
            slotCounts[Int(id.index)] = Int32(capacities[Int(id.index)]?.slots ?? 1)
            if holding.isResident, let size = holding.residentSize, let context = holding.contextLength {
                memory.learn(holding.model, file: holding.size, resident: size, context: context)
            }
        }
    }

    private mutating func remember(_ holding: Holding, _ fleet: FleetState) {
        let key = Archive.Key(holding, fleet)
        if let kept = archive.holdings.removeValue(forKey: key) {
            latency.restore(kept.latency, for: holding.id)
            capacities[Int(holding.id.index)] = kept.capacity
        }
        if let kept = archive.backends.removeValue(forKey: key.backend) {
            latency.restore(kept, for: holding.backend)
        }
        if let kept = archive.nodes.removeValue(forKey: key.backend.node) {
            thermal.restore(kept, for: fleet[holding.backend].node)
        }
        if let kept = archive.models.removeValue(forKey: key.model) {
            if let memory = kept.memory { self.memory.restore(memory, for: holding.model) }
            if let output = kept.output { self.output.restore(output, for: holding.model) }
        }
    }

    /// All of it by name, to be kept; what has not met its backend again is kept too.
    package func archived(_ fleet: FleetState) -> Archive {
        var kept = archive
        for id in fleet.holdingsByModel.joined() {
            let holding = fleet[id]
            let key = Archive.Key(holding, fleet)
            if let learned = keptHolding(id) { kept.holdings[key] = learned }
            if let speed = latency.speeds.learned(holding.backend) { kept.backends[key.backend] = speed }
            if let heat = thermal.record(of: fleet[holding.backend].node) { kept.nodes[key.backend.node] = heat }
            if let learned = keptModel(holding.model) { kept.models[key.model] = learned }
        }
        for node in fleet.nodes {
            if let week = habits.week(of: node.id) { kept.weeks[fleet.nodeProfiles[Int(node.id.index)].name] = week }
        }
        return kept
    }

    /// Nil where nothing was learned: most models on most backends are never asked for.
    private func keptHolding(_ id: HoldingID) -> Archive.KeptHolding? {
        guard let record = latency.record(of: id), record != Self.ignorance else { return nil }
        guard capacities.indices.contains(Int(id.index)), let capacity = capacities[Int(id.index)] else { return nil }
        return Archive.KeptHolding(latency: record, capacity: capacity)
    }

    private func keptModel(_ model: ModelID) -> Archive.KeptModel? {
        let (memory, output) = (memory.record(of: model), output.histogram(of: model))
        return memory == nil && output == nil ? nil : Archive.KeptModel(memory: memory, output: output)
    }

    private static let ignorance = LatencyHistory.Record()
}
