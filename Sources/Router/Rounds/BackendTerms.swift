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

    package init() {}

    func apply(to report: inout BackendReport) {
        report.labels = labels ?? report.labels
        report.handicap = handicap ?? report.handicap
        report.costTier = costTier ?? report.costTier
        report.slots = slots ?? report.slots
    }
}
