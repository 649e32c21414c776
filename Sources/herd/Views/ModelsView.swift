import Dialects

/// `herd models`: a line for each model, with where it is.
struct ModelsView {
    fileprivate struct Entry {
        var size: Int?
        var context: Int?
        var running = 0
        var resident: [String] = []
        var onDisk: [String] = []
        var away: [String] = []
    }

    private var entries: [String: Entry] = [:]

    init?(_ page: JSONValue) {
        guard let lines = FleetLine.lines(page) else { return nil }
        for line in lines {
            for model in line.models { entries[model.name, default: Entry()].take(model, line) }
        }
    }

    func text(width: Int?) -> String {
        if entries.isEmpty {
            return "No server has said that it has a model. herd nodes shows which servers there are.\n"
        }
        var table = FittedTable([
            .init("model", rank: 0), .init("size", rank: 2, isWord: false), .init("context", rank: 4, isWord: false),
            .init("running", rank: 1, isWord: false), .init("in memory", rank: 0),
            .init("on disk", rank: 3, isElastic: true),
            .init("out of reach", rank: 5),
        ])
        for (name, entry) in entries.sorted(by: { $0.key < $1.key }) { table.append(Self.row(name, entry)) }
        return table.lines(width: width).joined(separator: "\n") + "\n"
    }

    private static func row(_ name: String, _ entry: Entry) -> [String] {
        [
            name, Figure.bytes(entry.size), entry.context.map { "\($0)" } ?? "-", "\(entry.running)",
        ] + [entry.resident, entry.onDisk, entry.away].map { $0.isEmpty ? "-" : $0.joined(separator: ", ") }
    }
}

extension ModelsView.Entry {
    fileprivate mutating func take(_ model: FleetLine.Model, _ line: FleetLine) {
        size = max(size ?? 0, model.size ?? 0) > 0 ? max(size ?? 0, model.size ?? 0) : nil
        context = [context, model.context].compactMap(\.self).max()
        running += model.running
        if !model.isServed {
            away.append(line.node)
        } else if model.place == "resident" {
            resident.append(line.node)
        } else {
            onDisk.append(model.place == "loading" ? "\(line.node) (loading)" : line.node)
        }
    }
}
