import Fleet
import Routing
import Telemetry

/// What the desk knows of models beyond placing requests, for lists.
///
/// Under its lock only numbers are gathered; names and words are put together outside.
extension Desk {
    func modelList(default standard: ModelName? = nil) -> ModelList {
        let (present, aliases) = read { dispatcher, _ in
            (dispatcher.fleet.reachable.map { ($0.id, $0.kind) }, dispatcher.aliases)
        }
        let listed = shelf.all
        return ModelList(
            present.compactMap { id, kind in listed[id].map { ModelHolder(id, kind, $0) } },
            aliases,
            default: standard
        )
    }

    /// The models in memory, the longest stay first.
    func residentModels(at wall: Telemetry.WallTime) -> [ResidentModel] {
        let (found, now) = read { dispatcher, now in (dispatcher.fleet.resident, now) }
        let listed = shelf.all
        var best: [ModelName: ResidentModel] = [:]
        for (spelling, holding) in found {
            let staysFor = holding.expiresAt == .distantFuture ? nil : holding.expiresAt - now
            for report in Self.names(spelling, listed[holding.backend] ?? []) {
                let model = ResidentModel(report, holding, staysFor: staysFor, at: wall)
                if let known = best[report.name], known.expiresAt >= model.expiresAt { continue }
                best[report.name] = model
            }
        }
        return best.values.sorted { ($1.expiresAt, $0.model.name) < ($0.expiresAt, $1.model.name) }
    }

    /// One model in memory may have several names; its server says under which of them it is.
    private static func names(_ spelling: String, _ reports: [ModelReport]) -> [ModelReport] {
        guard let name = ModelName(spelling), let own = reports.first(where: { $0.name == name }) else { return [] }
        let same = reports.filter { $0.name == name || $0.digest != nil && $0.digest == own.digest }
        let loaded = same.filter(\.isResident)
        return loaded.isEmpty ? [own] : loaded
    }
}

extension FleetState {
    /// The backends that are there, and whose nodes are, as far as anybody knows.
    fileprivate var reachable: [Fleet.Backend] { backends.filter { canReach($0) } }

    fileprivate var resident: [(spelling: String, holding: Holding)] {
        reachable.flatMap { backend in
            residents[Int(backend.id.index)].filter { self[$0].isResident }.map {
                (spellings[Int($0.index)], self[$0])
            }
        }
    }

    func canReach(_ backend: Fleet.Backend) -> Bool {
        backend.isReachable && !backend.isGone && self[backend.node].liveness != .offline
    }
}
