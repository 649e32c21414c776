import Fleet
import Learning

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One thing that was learned, as the table keeps it: what it is about, and the value as JSON, so that a later program with more
/// to say about a holding needs no migration, and an operator can read it.
struct ArchiveRow: Equatable, Sendable {
    enum Kind: Int64, Sendable {
        case holding = 1
        case backend = 2
        case model = 3
        case node = 4
        case week = 5
    }

    var kind: Kind
    var node = ""
    var backend = ""
    var model = ""
    var value: String
}

extension ArchiveRow {
    /// Nil where there is nothing to keep: JSON has no word for what is not a number, and nobody should learn from one.
    private init?(_ kind: Kind, _ key: Archive.BackendKey, _ model: String, _ value: some Encodable) {
        guard let json = try? JSONEncoder().encode(value) else { return nil }
        self.kind = kind
        node = key.node
        backend = key.backend
        self.model = model
        self.value = String(decoding: json, as: UTF8.self)
    }

    /// What `archive` says otherwise than `old`, or newly.
    static func changes(from old: Archive, to archive: Archive) -> [ArchiveRow] {
        let nowhere = Archive.BackendKey(node: "", backend: "")
        var rows: [ArchiveRow?] = []
        for (key, value) in archive.holdings where old.holdings[key] != value {
            rows.append(ArchiveRow(.holding, key.backend, key.model.text, value))
        }
        for (key, value) in archive.backends where old.backends[key] != value {
            rows.append(ArchiveRow(.backend, key, "", value))
        }
        for (key, value) in archive.models where old.models[key] != value {
            rows.append(ArchiveRow(.model, nowhere, key.text, value))
        }
        for (key, value) in archive.nodes where old.nodes[key] != value {
            rows.append(ArchiveRow(.node, Archive.BackendKey(node: key, backend: ""), "", value))
        }
        for (key, value) in archive.weeks where old.weeks[key] != value {
            rows.append(ArchiveRow(.week, Archive.BackendKey(node: key, backend: ""), "", value))
        }
        return rows.compactMap { $0 }
    }

    /// False where the value is of another shape than this program knows.
    func add(to archive: inout Archive) -> Bool {
        let place = Archive.BackendKey(node: node, backend: backend)
        switch kind {
        case .holding:
            guard let name = ModelName(model), let value = decoded(Archive.KeptHolding.self) else { return false }
            archive.holdings[Archive.Key(backend: place, model: name)] = value
        case .backend:
            guard let value = decoded(SpeedTable.BackendSpeed.self) else { return false }
            archive.backends[place] = value
        case .model:
            guard let name = ModelName(model), let value = decoded(Archive.KeptModel.self) else { return false }
            archive.models[name] = value
        case .node:
            guard let value = decoded(ThermalHistory.Record.self) else { return false }
            archive.nodes[node] = value
        case .week:
            guard let value = decoded(WeeklySlots.self) else { return false }
            archive.weeks[node] = value
        }
        return true
    }

    private func decoded<Value: Decodable>(_ type: Value.Type) -> Value? {
        try? JSONDecoder().decode(type, from: Data(value.utf8))
    }
}
