import Dialects
import Fleet

extension BackendReport {
    /// What is downloaded, and of that what is in memory: several models, or in older versions one.
    mutating func readLemonade(_ reading: AnswerReading) -> Bool {
        guard reading.isLemonade, let health = reading.json("/api/v1/health") else { return false }
        if let status = health["status"]?.string, status != "ok" { unready = .unhealthy }
        if reading.isRefused("/api/v1/models") {
            unready = .keyRefused
            return true
        }
        guard let listed = reading.json("/api/v1/models")?["data"]?.array else { return false }
        let loaded = health["all_models_loaded"]?.array ?? []
        models = listed.compactMap { entry in
            guard entry["downloaded"]?.bool != false, var model = ModelReport(listed: entry["id"]?.string, .disk) else {
                return nil
            }
            let instance = loaded.first { $0["model_name"]?.string == model.spelling }
            model.readLemonade(entry, instance)
            if instance != nil || health["model_loaded"]?.string == model.spelling { model.place = .resident }
            return model
        }
        let busy = loaded.compactMap { $0["is_busy"]?.bool }
        if !busy.isEmpty { running = busy.count { $0 } }
        return true
    }
}

extension ModelReport {
    fileprivate mutating func readLemonade(_ entry: JSONValue, _ instance: JSONValue?) {
        // Written in gigabytes.
        size = entry["size"]?.double.flatMap { $0 > 0 && $0 < 1e5 ? ByteCount(Int64($0 * 1e9)) : nil }
        contextLength = instance?["recipe_options"]?["ctx_size"]?.positive
        isPinned = instance?["pinned"]?.bool
        if instance?["backend_alive"]?.bool == false { unready = .unhealthy }
        guard let labels = entry["labels"]?.array else { return }
        let able = Capability(names: labels)
        let isChat = able.isDisjoint(with: [.embeddings, .rerank, .image, .speech])
        capabilities = isChat ? able.union([.chat, .completion]) : able
    }
}

extension AnswerReading {
    var isLemonade: Bool {
        guard let health = json("/api/v1/health") else { return false }
        return health["all_models_loaded"]?.array != nil || health.object?["model_loaded"] != nil
    }
}
