import Dialects
import Fleet

extension BackendReport {
    /// Many models, each with a process and slots of its own while it is loaded. It loads what is asked for, and gives up what
    /// was not used for longest.
    mutating func readLlamaRouter(_ reading: AnswerReading) -> Bool {
        guard let listed = reading.json("/v1/models")?["data"]?.array,
            listed.isEmpty || listed.contains(where: { $0["status"]?["value"]?.string != nil })
        else { return false }
        if reading.isFailing("/health") { unready = .unhealthy }
        models = listed.compactMap { entry in
            guard var model = ModelReport(listed: entry["id"]?.string, .disk) else { return nil }
            model.readLlama(entry)
            return model
        }
        for model in reading.loadedLlamas { addLlamaLoad(of: model, reading) }
        return true
    }

    private mutating func addLlamaLoad(of model: String, _ reading: AnswerReading) {
        let slots = reading.json(AnswerReading.path("/slots", of: model))?.array
        let metrics = MetricsPage(reading.text(AnswerReading.path("/metrics", of: model)), of: "llamacpp:")
        let processing =
            metrics?.sum("llamacpp:requests_processing") ?? slots?.count { $0["is_processing"]?.bool == true }
        if let processing { running = min((running ?? 0) + processing, 1 << 20) }
        if let deferred = metrics?.sum("llamacpp:requests_deferred") {
            waiting = min((waiting ?? 0) + deferred, 1 << 20)
        }
        let total = reading.json(AnswerReading.path("/props", of: model))?["total_slots"]?.positive
        if let count = slots?.count ?? total { self.slots = max(self.slots ?? 1, count) }
    }
}

extension ModelReport {
    fileprivate mutating func readLlama(_ entry: JSONValue) {
        readLlamaStatus(entry["status"])
        size = entry["meta"]?["size"]?.size
        contextLength = entry["meta"]?["n_ctx"]?.positive
        // With which one it is loaded stands in the server's own settings, and no request changes it.
        contextMax = contextLength ?? entry["meta"]?["n_ctx_train"]?.positive
        let takes = entry["architecture"]?["input_modalities"]?.array ?? []
        if takes.contains("image") { capabilities = [.chat, .completion, .tools, .vision] }
    }

    private mutating func readLlamaStatus(_ status: JSONValue?) {
        switch status?["value"]?.string {
        case "loaded": place = .resident
        // It wakes by itself, as fast as another loads.
        case "sleeping": place = .disk
        case "loading": place = .loading(done: nil)
        case "downloading": unready = .loading
        case "failed": unready = .loadFailed
        default: if status?["failed"]?.bool == true { unready = .loadFailed }
        }
    }
}

extension AnswerReading {
    /// Models in memory, as this server calls them. It holds four unless told otherwise; of a hundred not all are looked into.
    var loadedLlamas: [String] {
        let loaded = (json("/v1/models")?["data"]?.array ?? []).compactMap { entry in
            entry["status"]?["value"]?.string == "loaded" ? entry["id"]?.string : nil
        }
        return Array(loaded.prefix(16))
    }

    static func path(_ page: String, of model: String) -> String {
        "\(page)?model=\(model.escapedForQuery)&autoload=false"
    }
}

extension String {
    /// What may not stand in a query as it is, by its bytes.
    fileprivate var escapedForQuery: String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "/"), UInt8(ascii: ":"):
                bytes.append(byte)
            default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
