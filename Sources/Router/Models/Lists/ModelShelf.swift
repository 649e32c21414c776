import Fleet
import HTTPEngine

/// What each backend last said of its models, name by name and with its own words: what lists are made of.
///
/// Beside the fleet's state, which keeps numbers for decisions: there two names of one model are one holding, here both stand
/// as their server lists them. Written with the desk's lock held, in the order in which the fleet takes reports.
final class ModelShelf: Sendable {
    private struct State {
        var reports: [BackendID: [ModelReport]] = [:]
        /// When backends were last asked out of turn.
        var relistedAt: [BackendID: Instant] = [:]
    }

    private let state = Locked(State())

    /// - Parameter fleet: after it has taken the report. A backend it did not take has no place here either.
    func take(_ report: BackendReport, node: String, _ fleet: FleetState) {
        guard let models = report.models, let id = Self.backend(report, node, fleet) else { return }
        state.withLock { $0.reports[id] = Self.first(fleet.policy.modelsPerBackendMax, of: models) }
    }

    func take(_ beat: Heartbeat, _ fleet: FleetState) {
        for report in beat.backends ?? [] {
            var report = report
            if let models = report.models, let id = Self.backend(report, beat.node, fleet) {
                report.models = Self.complete(models, from: state.withLock { $0.reports[id] ?? [] })
            }
            take(report, node: beat.node, fleet)
        }
    }

    func put(_ models: [ModelReport], of backend: BackendID, max: Int, at now: Instant) {
        state.withLock {
            $0.reports[backend] = Self.first(max, of: models)
            $0.relistedAt[backend] = now
        }
    }

    func remove(_ backend: BackendID) {
        state.withLock { $0.reports[backend] = nil }
    }

    /// What was asked before the last order about models was carried out is out of date.
    func isStale(_ report: BackendReport, node: String, askedAt: Instant, _ fleet: FleetState) -> Bool {
        guard let id = Self.backend(report, node, fleet) else { return false }
        return state.withLock { $0.relistedAt[id].map { $0 > askedAt } ?? false }
    }

    /// Nobody has ever said what it has.
    var isEmpty: Bool { state.withLock { $0.reports.isEmpty } }

    var all: [BackendID: [ModelReport]] { state.withLock { $0.reports } }

    /// A node does not repeat what it has said of a model in its server's words; of other files under that name it is not true.
    private static func complete(_ models: [ModelReport], from known: [ModelReport]) -> [ModelReport] {
        let cards = Dictionary(known.map { ($0.name, $0) }) { first, _ in first }
        return models.map { model in
            var model = model
            if model.card?.listed.isEmpty ?? true {
                let before = cards[model.name].flatMap { $0.digest == model.digest ? $0.card : nil }
                model.card = before.map { ModelCard($0.form, $0.listed, resident: model.card?.resident) }
            }
            return model
        }
    }

    private static func first(_ max: Int, of models: [ModelReport]) -> [ModelReport] {
        models.count > max ? Array(models.prefix(max)) : models
    }

    private static func backend(_ report: BackendReport, _ node: String, _ fleet: FleetState) -> BackendID? {
        fleet.node(named: node).flatMap { fleet.backend(named: report.name, on: $0) }
    }
}
