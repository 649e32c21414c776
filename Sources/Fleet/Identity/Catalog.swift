/// Which names and digests mean which model.
///
/// A name keeps the model it first meant, and so does a digest; nothing is ever merged, so a `ModelID` stays valid in
/// tickets and in what was learned. Where a name and its digest point to two models (a node still has last month's
/// `llama3`), that copy belongs to both: whoever asks by name gets it, and so does whoever asks for those exact files.
package struct Catalog: Sendable {
    package private(set) var names: [ModelName] = []
    private var modelsByName: [ModelName: ModelID] = [:]
    private var modelsByDigest: [ModelDigest: ModelID] = [:]
    private var modelsWithDigest: Set<ModelID> = []
    private let modelsMax: Int

    package init(modelsMax: Int) {
        precondition(modelsMax > 0)
        self.modelsMax = modelsMax
    }

    package var count: Int { names.count }

    package func model(named name: ModelName) -> ModelID? { modelsByName[name] }

    package func name(of model: ModelID) -> ModelName { names[Int(model.index)] }

    /// The models a copy with this name and digest answers for: one, rarely two; none when the catalog is full.
    package mutating func admit(_ name: ModelName, _ digest: ModelDigest?) -> [ModelID] {
        let byDigest = digest.flatMap { modelsByDigest[$0] }
        guard let byName = modelsByName[name] ?? byDigest ?? add(name) else { return [] }
        modelsByName[name] = byName
        guard let digest else { return [byName] }
        guard let exact = byDigest ?? newMeaning(of: name, byName) else { return [byName] }
        modelsByDigest[digest] = exact
        modelsWithDigest.insert(exact)
        return exact == byName ? [byName] : [byName, exact]
    }

    /// The first digest of a name is the name's own model; a second one is a model apart.
    private mutating func newMeaning(of name: ModelName, _ byName: ModelID) -> ModelID? {
        modelsWithDigest.contains(byName) ? add(name) : byName
    }

    private mutating func add(_ name: ModelName) -> ModelID? {
        guard names.count < modelsMax else { return nil }
        names.append(name)
        return ModelID(index: names.count - 1)
    }
}
