import Fleet
import Routing

/// The fleet's models: each name once, described by the best of the backends that list it, and the operator's aliases.
///
/// A value, made of what the backends said last. Where they disagree about what a name means, the files that most of them have
/// under it describe it, so that the list does not change with whoever answered last.
struct ModelList: Sendable {
    private(set) var models: [ListedModel] = []
    private var places: [ModelName: Int] = [:]
    private let aliases: ModelAliases

    /// - Parameters:
    ///   - holders: in a lasting order.
    ///   - standard: the model of requests that name none; it is listed first, because clients choose the first.
    init(_ holders: [ModelHolder], _ aliases: ModelAliases = ModelAliases(), default standard: ModelName? = nil) {
        self.aliases = aliases
        var best = Self.best(of: holders)
        // Taken from what the backends list: an alias's targets are models, never aliases.
        let named = aliases.listed.map { alias in
            let target = aliases.targets(of: alias.name)?.lazy.compactMap { best[$0] }.first
            return (alias.name, target.map { ListedModel($0, as: alias.spelling, alias.name) })
        }
        for (name, model) in named { best[name] = model }
        models = best.values.sorted { ($1.name == standard ? 1 : 0, $0.name) < ($0.name == standard ? 1 : 0, $1.name) }
        for (place, model) in models.enumerated() { places[model.name] = place }
    }

    subscript(name: ModelName) -> ListedModel? { places[name].map { models[$0] } }

    /// What a request for this name would be answered with, under the name as it was asked for where only a pattern knows it.
    func model(asked text: String) -> ListedModel? {
        guard let name = ModelName(text) else { return nil }
        if let listed = self[name] { return listed }
        let meaning = aliases.meaning(of: [name]) { self[$0] != nil }
        return meaning.lazy.compactMap { self[$0] }.first.map { ListedModel($0, as: text, name) }
    }

    private static func best(of holders: [ModelHolder]) -> [ModelName: ListedModel] {
        var votes: [ModelFiles: Int] = [:]
        for report in holders.lazy.flatMap(\.models) {
            if let digest = report.digest { votes[ModelFiles(report.name, digest), default: 0] += 1 }
        }
        var best: [ModelName: (rank: Rank, report: ModelReport)] = [:]
        for report in holders.lazy.flatMap(\.models) {
            let agreeing = report.digest.flatMap { votes[ModelFiles(report.name, $0)] } ?? 0
            let rank = Rank(words: report.card.map { $0.form == .ollama ? 2 : 1 } ?? 0, agreeing: agreeing)
            if let known = best[report.name], known.rank >= rank { continue }
            best[report.name] = (rank, report)
        }
        return best.mapValues { ListedModel($0.report) }
    }

    private struct ModelFiles: Hashable {
        let name: ModelName
        let digest: ModelDigest

        init(_ name: ModelName, _ digest: ModelDigest) {
            self.name = name
            self.digest = digest
        }
    }

    /// Who describes a model best: whoever says the most, then whoever is not alone with its files. Of equals the first stays.
    private struct Rank: Comparable {
        let words: Int
        let agreeing: Int

        static func < (a: Self, b: Self) -> Bool { (a.words, a.agreeing) < (b.words, b.agreeing) }
    }
}
