package import Fleet

/// What the operator says of a backend that it cannot know of itself. What is not said stays as the backend reports it.
package struct BackendTerms: Equatable, Sendable {
    /// The machine it runs on; otherwise that is called by its host. Where an agent reports from there under the same name,
    /// its heat and its owner count for this backend too.
    package var node: String?
    package var labels: Set<String>?
    /// Added to what a request costs here: negative to prefer it, positive to keep it for need.
    package var handicap: Seconds?
    package var costTier: Int?
    /// Requests at once.
    package var slots: Int?
    /// What it is, whatever it looks like.
    package var kind: BackendKind?
    /// Where its key is kept; the key itself is in `RouterOptions.credentials`.
    package var keyFile: String?
    /// Authorities that may sign its certificate, in the place of the system's.
    package var caFile: String?
    /// The models it has, where it does not list them, or of those it lists.
    package var models: [String]?

    package init() {}

    func apply(to report: inout BackendReport) {
        report.labels = labels ?? report.labels
        report.handicap = handicap ?? report.handicap
        report.costTier = costTier ?? report.costTier
        report.slots = slots ?? report.slots
        // A backend that is not there has said nothing of its models.
        guard let models, report.isReachable != false, report.unready != .unlikeItsType else { return }
        report.models = models.compactMap { Self.model($0, in: report) }
    }

    /// As the backend lists it, or as one of which only the name is known.
    private static func model(_ spelling: String, in report: BackendReport) -> ModelReport? {
        guard let name = ModelName(spelling) else { return nil }
        if let listed = report.models?.first(where: { $0.name == name }) { return listed }
        // Whoever lists what it has does not have this one.
        guard report.models == nil else { return nil }
        var model = ModelReport(name, .resident)
        model.spelling = spelling
        return model
    }
}
