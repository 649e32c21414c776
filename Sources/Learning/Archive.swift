package import Fleet

/// What was learned, by name instead of by number: plain values that survive a restart.
package struct Archive: Sendable {
    package struct BackendKey: Codable, Hashable, Sendable {
        package var node: String
        package var backend: String

        package init(node: String, backend: String) {
            self.node = node
            self.backend = backend
        }
    }

    package struct Key: Hashable, Sendable {
        package var backend: BackendKey
        package var model: ModelName

        package init(backend: BackendKey, model: ModelName) {
            self.backend = backend
            self.model = model
        }

        init(_ holding: Holding, _ fleet: FleetState) {
            let node = fleet[holding.backend].node
            backend = BackendKey(
                node: fleet.nodeProfiles[Int(node.index)].name,
                backend: fleet.backendProfiles[Int(holding.backend.index)].name
            )
            model = fleet.catalog.name(of: holding.model)
        }
    }

    package struct KeptHolding: Codable, Equatable, Sendable {
        package var latency: LatencyHistory.Record
        package var capacity: CapacityEstimate
    }

    package struct KeptModel: Codable, Equatable, Sendable {
        package var memory: MemoryCost.Record?
        package var output: OutputLength.Histogram?
    }

    package var holdings: [Key: KeptHolding] = [:]
    package var backends: [BackendKey: SpeedTable.BackendSpeed] = [:]
    package var models: [ModelName: KeptModel] = [:]
    package var nodes: [String: ThermalHistory.Record] = [:]
    package var weeks: [String: WeeklySlots] = [:]

    package init() {}
}
