import Dialects
import Fleet

extension BackendReport {
    mutating func readLMStudio(_ reading: AnswerReading) -> Bool {
        if reading.isRefused("/api/v1/models") {
            unready = .keyRefused
            return true
        }
        return readLMStudioInstances(reading) || readOlderLMStudio(reading)
    }

    /// The models on disk with their loaded instances, whose settings tell the context and how many requests run at once.
    private mutating func readLMStudioInstances(_ reading: AnswerReading) -> Bool {
        guard let listed = reading.json("/api/v1/models")?["models"]?.array,
            listed.isEmpty || listed.contains(where: { $0["loaded_instances"] != nil })
        else { return false }
        var models: [ModelReport] = []
        for entry in listed {
            let instance = entry["loaded_instances"]?.array?.first
            guard var model = ModelReport(listed: entry["key"]?.string, instance == nil ? .disk : .resident) else {
                continue
            }
            model.size = entry["size_bytes"]?.size
            model.contextMax = entry["max_context_length"]?.positive
            model.contextLength = instance?["config"]?["context_length"]?.positive
            model.capabilities = Self.capabilities(entry)
            if let parallel = instance?["config"]?["parallel"]?.positive { slots = max(slots ?? 0, parallel) }
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

    /// Before 0.4: a list in OpenAI's form, with a state.
    private mutating func readOlderLMStudio(_ reading: AnswerReading) -> Bool {
        guard let listed = reading.json("/api/v0/models")?["data"]?.array,
            listed.isEmpty || listed.contains(where: { $0["state"]?.string != nil })
        else { return false }
        models = listed.compactMap { entry in
            let isLoaded = entry["state"]?.string == "loaded"
            guard var model = ModelReport(listed: entry["id"]?.string, isLoaded ? .resident : .disk) else { return nil }
            model.contextMax = entry["max_context_length"]?.positive
            if isLoaded { model.contextLength = entry["loaded_context_length"]?.positive }
            switch entry["type"]?.string {
            case "embeddings": model.capabilities = .embeddings
            case "vlm": model.capabilities = [.chat, .completion, .tools, .vision]
            case "llm": model.capabilities = [.chat, .completion, .tools]
            default: break
            }
            return model
        }
        return true
    }
}
