import Dialects
import Fleet

extension BackendReport {
    /// Where servers list their models, whoever says the most first.
    private static let lists: [(path: String, list: StaticString, name: StaticString, form: ModelCard.Form)] = [
        ("/api/tags", "models", "name", .ollama),
        ("/api/v1/models", "models", "key", .lmStudio),
        ("/api/v1/models", "data", "id", .openAI),
        ("/api/v0/models", "data", "id", .openAI),
        ("/v1/models", "data", "id", .openAI),
    ]

    /// What of an entry is no client's business: with its state, a llama-server of many models tells the whole command line of the
    /// model's process, where files lie and what its key is among it.
    private static let privateMembers: [BackendKind: String] = [.llamaRouter: "status", .openAI: "status"]

    /// Gives each model what its server says of it, byte by byte, whatever kind of server that is.
    ///
    /// - Parameter paths: those that servers of this kind are asked for. What another was asked while this one was recognised
    ///   it is not asked again.
    mutating func attachCards(_ reading: AnswerReading, from paths: [String]) {
        guard let models, !models.isEmpty else { return }
        for list in Self.lists where paths.contains(list.path) {
            let entries = Self.entries(reading, list.path, list.list, list.name)
            if entries.isEmpty { continue }
            let residents = list.form == .ollama ? Self.entries(reading, "/api/ps", "models", "name") : [:]
            for index in models.indices where self.models?[index].card == nil {
                guard let spelling = models[index].spelling, let entry = entries[spelling] else { continue }
                let shown = Self.privateMembers[kind].map { Self.without($0, entry) } ?? entry
                self.models?[index].card = ModelCard(list.form, shown, resident: residents[spelling])
            }
        }
    }

    private static func without(_ member: String, _ entry: [UInt8]) -> [UInt8] {
        guard var object = (try? JSONValue(parsing: entry))?.object else { return [] }
        object[member] = nil
        return JSONValue.object(object).encoded
    }

    private static func entries(
        _ reading: AnswerReading,
        _ path: String,
        _ list: StaticString,
        _ name: StaticString
    ) -> [String: [UInt8]] {
        reading.body(path).map { JSONEntries.read(list, by: name, in: $0, entryMax: ModelCard.bytesMax) } ?? [:]
    }
}
