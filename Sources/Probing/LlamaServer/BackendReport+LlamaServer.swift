import Dialects
import Fleet

extension BackendReport {
    /// One model, always in memory, with a fixed number of slots that divide its context between them. Workers that hold part of
    /// it are the server's own affair: when one dies, so does the head.
    mutating func readLlamaServer(_ reading: AnswerReading) -> Bool {
        let isListed = readModelList(reading)
        if models?.isEmpty ?? true { models = nil }
        // While it loads it answers nothing else, or its list alone.
        if reading.isLoadingLlama("/health") || reading.isLoadingLlama("/props") {
            unready = .loading
            for index in models?.indices ?? 0..<0 { models?[index].place = .loading(done: nil) }
            return true
        }
        if reading.isFailing("/health") { unready = .unhealthy }
        // A list and its health it shows to everybody.
        if reading.isRefused("/props") {
            unready = .keyRefused
            return true
        }
        guard let props = reading.json("/props"), let total = props["total_slots"]?.count, isListed else {
            return false
        }
        slots = max(total, 1)
        readLlamaLoad(reading)
        let context =
            props["default_generation_settings"]?["n_ctx"]?.positive
            ?? reading.json("/slots")?.array?.compactMap { $0["n_ctx"]?.positive }.min()
        let isVision = props["modalities"]?["vision"]?.bool == true
        models = models?.map { model in
            var model = model
            model.contextLength = context
            // Whatever its model knows, it was started with this one.
            model.contextMax = context ?? model.contextMax
            if isVision { model.capabilities = [.chat, .completion, .tools, .vision] }
            return model
        }
        return true
    }

    /// Either page may be switched off. Both know what runs, one knows what waits.
    private mutating func readLlamaLoad(_ reading: AnswerReading) {
        let metrics = MetricsPage(reading.text("/metrics"), of: "llamacpp:")
        running =
            metrics?.sum("llamacpp:requests_processing")
            ?? reading.json("/slots")?.array?.count { $0["is_processing"]?.bool == true }
        waiting = metrics?.sum("llamacpp:requests_deferred")
        cacheUse = metrics?.fraction("llamacpp:kv_cache_usage_ratio")
    }
}

extension AnswerReading {
    func isLoadingLlama(_ path: String) -> Bool {
        guard status(path) == 503, let error = anyJSON(path)?["error"] else { return false }
        return error["type"]?.string == "unavailable_error" || error["message"]?.string == "Loading model"
    }

    var isLlamaServer: Bool {
        isLoadingLlama("/props") || json("/props").map { $0["total_slots"] != nil && $0["role"] == nil } ?? false
    }

    /// It has no slots of its own; each of its models has.
    var isLlamaRouter: Bool {
        guard let props = json("/props") else { return false }
        return props["role"]?.string == "router" || props["default_generation_settings"] != nil
    }
}
