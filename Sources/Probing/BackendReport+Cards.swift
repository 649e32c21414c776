import Dialects
import Fleet
import HTTPEngine

extension BackendReport {
    /// Where servers list their models, the one that says the most first.
    private static let lists: [(path: String, list: StaticString, name: StaticString, form: ModelCard.Form)] = [
        ("/api/tags", "models", "name", .ollama),
        ("/api/v1/models", "models", "key", .lmStudio),
        ("/v1/models", "data", "id", .openAI),
    ]

    /// Gives each model what its server says of it, byte by byte, whatever kind of server that is.
    mutating func attachCards(_ answers: [String: Fetch.Answer]) {
        guard let models, !models.isEmpty else { return }
        let residents = Self.entries(answers, "/api/ps", "models", "name")
        for list in Self.lists {
            let entries = Self.entries(answers, list.path, list.list, list.name)
            if entries.isEmpty { continue }
            for index in models.indices where self.models?[index].card == nil {
                guard let spelling = models[index].spelling, let entry = entries[spelling] else { continue }
                let resident = list.form == .ollama ? residents[spelling] : nil
                self.models?[index].card = ModelCard(list.form, entry, resident: resident)
            }
        }
    }

    private static func entries(
        _ answers: [String: Fetch.Answer],
        _ path: String,
        _ list: StaticString,
        _ name: StaticString
    ) -> [String: [UInt8]] {
        guard let answer = answers[path], answer.status == 200 else { return [:] }
        return JSONEntries.read(list, by: name, in: answer.body, entryMax: ModelCard.bytesMax)
    }
}
