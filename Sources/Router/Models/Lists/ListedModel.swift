import Fleet

/// A name that clients are shown, and the one backend whose words about its model they get.
struct ListedModel: Sendable {
    let name: ModelName
    /// As it is shown.
    let spelling: String
    /// All of it from one backend: what two say of one model is never mixed.
    let report: ModelReport

    init(_ report: ModelReport) {
        name = report.name
        spelling = report.spelling ?? report.name.description
        self.report = report
    }

    /// The same model under another name.
    init(_ model: ListedModel, as spelling: String, _ name: ModelName) {
        self.name = name
        self.spelling = spelling
        report = model.report
    }
}
