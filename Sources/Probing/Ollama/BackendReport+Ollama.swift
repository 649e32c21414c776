import Dialects
import Fleet

extension BackendReport {
    /// The models on disk, and of those in memory how large, with which context and until when.
    ///
    /// How many requests it serves at once it does not tell.
    mutating func readOllama(_ reading: AnswerReading) -> Bool {
        guard reading.json("/api/version")?["version"]?.string != nil,
            let listed = reading.json("/api/tags")?["models"]?.array
        else { return false }
        let resident = reading.json("/api/ps")?["models"]?.array ?? []
        var models: [ModelReport] = []
        for entry in listed {
            guard var model = ModelReport(listed: entry["name"]?.string, .disk) else { continue }
            model.digest = entry["digest"]?.string.flatMap { ModelDigest($0) }
            model.size = entry["size"]?.size
            model.contextMax = entry["details"]?["context_length"]?.positive
            model.capabilities = entry["capabilities"]?.array.map { Capability(names: $0) }
            if let loaded = resident.first(where: { $0["name"]?.string == entry["name"]?.string }) {
                model.place = .resident
                model.contextLength = loaded["context_length"]?.positive
                model.residentSize = loaded["size"]?.size
            }
            models.append(model)
        }
        self.models = models
        return true
    }
}
