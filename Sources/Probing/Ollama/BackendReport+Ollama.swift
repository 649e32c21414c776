import Dialects
import Fleet

extension BackendReport {
    /// The models on disk, and of those in memory how large, with which context and until when.
    ///
    /// How many requests it serves at once it does not tell.
    mutating func readOllama(_ reading: AnswerReading) -> Bool {
        guard let version = reading.json("/api/version")?["version"]?.string,
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
        calls = Self.calls(ofOllama: version)
        return true
    }

    /// Other dialects came to it one by one. A version that cannot be read is taken for a new one.
    private static func calls(ofOllama version: String) -> ServerCalls {
        var calls = BackendKind.ollama.calls
        let numbers = version.split(separator: ".").prefix(2).map { Int($0) ?? .max }
        guard numbers.count == 2, numbers[0] == 0, numbers[1] < 14 else { return calls }
        calls.remove(.messages)
        if version.hasPrefix("0.13."), let patch = Int(version.dropFirst(5)), patch >= 3 { return calls }
        calls.remove(.responses)
        // The first of them came in the course of 0.1, the last of OpenAI's in that of 0.2.
        if numbers[1] < 3 { calls = .ollama }
        return calls
    }
}
