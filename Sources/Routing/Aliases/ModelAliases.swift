package import Fleet

/// What the operator lets names stand for.
///
/// An alias is written by somebody who knows the fleet, so it goes before a model of the same name: what a name means does
/// not depend on which machines are on. A pattern speaks for names that nobody has, and never hides a model. A target may be
/// another alias; patterns are not looked up for targets.
package struct ModelAliases: Sendable {
    private var exact: [ModelName: [ModelName]] = [:]
    /// Those that fix the most of a name first.
    private var patterns: [(pattern: ModelPattern, targets: [ModelName])] = []
    private var spellings: [ModelName: String] = [:]
    /// Those without stars, which can be listed, as the operator wrote them.
    package private(set) var listed: [(spelling: String, name: ModelName)] = []

    package init() {}

    package init(_ aliases: [ModelAlias]) throws(AliasFault) {
        let names = try Self.names(of: aliases)
        var known: [ModelName: [ModelName]] = [:]
        for index in aliases.indices {
            for target in aliases[index].targets {
                if let name = ModelName(target) { spellings[name] = spellings[name] ?? target }
            }
            let targets = try Self.models(of: index, names, &known)
            if let pattern = ModelPattern(aliases[index].name) {
                patterns.append((pattern, targets))
            } else {
                exact[names[index].name] = targets
                listed.append((aliases[index].name, names[index].name))
            }
        }
        // Of equals the first stays first.
        patterns = patterns.enumerated().sorted {
            ($1.element.pattern.weight, $0.offset) < ($0.element.pattern.weight, $1.offset)
        }.map(\.element)
    }

    package var isEmpty: Bool { exact.isEmpty && patterns.isEmpty }

    /// The models that may answer for these names, in order.
    ///
    /// - Parameter isKnown: whether the fleet has a model of that name.
    package func meaning(of names: [ModelName], isKnown: (ModelName) -> Bool) -> [ModelName] {
        if isEmpty { return names }
        var meaning: [ModelName] = []
        for name in names {
            for target in targets(of: name, isKnown) where !meaning.contains(target) { meaning.append(target) }
        }
        return meaning
    }

    /// What this very name stands for, whatever the fleet has; nil when it is no alias, or fits a pattern only.
    package func targets(of name: ModelName) -> [ModelName]? { exact[name] }

    /// The name as the operator wrote it, for a server that minds the case and has not said how it spells it.
    package func spelling(of name: ModelName) -> String { spellings[name] ?? name.description }

    private func targets(of name: ModelName, _ isKnown: (ModelName) -> Bool) -> [ModelName] {
        if let targets = exact[name] { return targets }
        if patterns.isEmpty || isKnown(name) { return [name] }
        return patterns.first { $0.pattern.matches(name) }?.targets ?? [name]
    }

    // MARK: Reading the list

    private typealias Named = (name: ModelName, targets: [ModelName])

    private static func names(of aliases: [ModelAlias]) throws(AliasFault) -> [Named] {
        var names: [Named] = []
        for (index, alias) in aliases.enumerated() {
            guard let name = ModelName(alias.name) else { throw AliasFault(index: index, reason: "has no name") }
            let targets = alias.targets.compactMap { ModelName($0) }
            guard !targets.isEmpty, targets.count == alias.targets.count else {
                throw AliasFault(index: index, reason: "stands for nothing")
            }
            guard targets.count <= ModelAlias.targetsMax, !alias.targets.contains(where: { $0.contains("*") }) else {
                throw AliasFault(
                    index: index,
                    reason: "must stand for at most \(ModelAlias.targetsMax) models, named without stars"
                )
            }
            if targets.contains(name) { throw AliasFault(index: index, reason: "stands for itself") }
            if names.contains(where: { $0.name == name }) {
                throw AliasFault(index: index, reason: "is the second alias of that name: list all models in one")
            }
            names.append((name, targets))
        }
        return names
    }

    /// What it stands for in the end, each model once.
    private static func models(
        of index: Int,
        _ names: [Named],
        _ known: inout [ModelName: [ModelName]],
        path: [ModelName] = []
    ) throws(AliasFault) -> [ModelName] {
        let (name, targets) = names[index]
        if let models = known[name] { return models }
        var models: [ModelName] = []
        for target in targets {
            let path = path + [name]
            if let start = path.firstIndex(of: target) {
                let circle = (path[start...] + [target]).map(\.description).joined(separator: " = ")
                throw AliasFault(index: index, reason: "leads in a circle: \(circle)")
            }
            let next = names.firstIndex { $0.name == target }
            let found = if let next { try Self.models(of: next, names, &known, path: path) } else { [target] }
            models += found.filter { !models.contains($0) }
        }
        known[name] = models
        return models
    }
}
