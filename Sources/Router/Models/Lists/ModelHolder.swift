import Fleet

/// A backend that can be reached, with what it lists.
struct ModelHolder: Sendable {
    let id: BackendID
    let kind: BackendKind
    let models: [ModelReport]

    init(_ id: BackendID, _ kind: BackendKind, _ models: [ModelReport]) {
        self.id = id
        self.kind = kind
        self.models = models
    }

    func model(named name: ModelName) -> ModelReport? { models.first { $0.name == name } }
}
