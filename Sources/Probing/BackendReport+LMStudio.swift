import Dialects
import Fleet

extension BackendReport {
    /// The models on disk with their loaded instances, whose settings tell the context and how many requests run at once.
    mutating func readLMStudio(_ reading: AnswerReading) -> Bool {
        guard let listed = reading.json("/api/v1/models")?["models"]?.array,
            listed.isEmpty || listed.contains(where: { $0["loaded_instances"] != nil })
        else { return false }
        var models: [ModelReport] = []
        for entry in listed {
            let instance = entry["loaded_instances"]?.array?.first
            guard var model = ModelReport(listed: entry["key"]?.string, instance == nil ? .disk : .resident) else {
                continue
            }
            model.size = entry["size_bytes"]?.integer.map { ByteCount(Int64($0)) }
            model.contextMax = entry["max_context_length"]?.integer
            model.contextLength = instance?["config"]?["context_length"]?.integer
            model.capabilities = Self.capabilities(entry)
            if let parallel = instance?["config"]?["parallel"]?.integer { slots = max(slots ?? 0, parallel) }
            models.append(model)
        }
        self.models = models
        return true
    }

    private static func capabilities(_ entry: JSONValue) -> Capability {
        if entry["type"]?.string == "embedding" { return .embeddings }
        var able: Capability = [.chat, .completion]
        if entry["capabilities"]?["vision"]?.bool == true { able.insert(.vision) }
        if entry["capabilities"]?["trained_for_tool_use"]?.bool == true { able.insert(.tools) }
        return able
    }
}
