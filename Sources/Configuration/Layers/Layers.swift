/// Puts the layers on top of each other: for each setting the highest layer that mentions it wins, whole.
///
/// Every mention is read, also one that a higher layer overrides: a bad line in the file is a mistake worth hearing about before
/// the day the flag is dropped.
struct Layers {
    private(set) var problems: [Problem] = []
    private(set) var effective: [Settings.Effective] = []

    /// - Parameter layers: the mentions, lowest layer first.
    init(_ layers: [(layer: Layer, entries: [Entry])], declarations: [Declaration], surroundings: Surroundings) {
        for declaration in declarations {
            var value = declaration.standard(surroundings)
            var origin = Origin.standard
            for (layer, entries) in layers where declaration.layers.contains(layer) {
                let mentions = entries.filter { $0.name == declaration.name }
                guard let first = mentions.first else { continue }
                origin = first.origin
                do throws(Problem) {
                    try Self.refuseRepetition(mentions, declaration)
                    value = try declaration.value(of: mentions, in: surroundings)
                } catch {
                    problems.append(error)
                }
            }
            effective.append(Settings.Effective(declaration: declaration, value: value, origin: origin))
        }
    }

    private static func refuseRepetition(_ mentions: [Entry], _ declaration: Declaration) throws(Problem) {
        guard mentions.count > 1, !declaration.isRepeatable, let last = mentions.last else { return }
        if case .file(_, let line) = mentions[0].origin {
            throw Problem(at: last.origin, "\(declaration.name) was set on line \(line) already")
        }
        throw Problem(at: last.origin, "given more than once")
    }
}
