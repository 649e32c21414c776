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
        var runningHere: Int?
        models = listed.compactMap { entry in
            guard var model = ModelReport(listed: entry["id"]?.string, .disk) else { return nil }
            model.readLlamaStatus(entry["status"])
            model.size = entry["meta"]?["size"]?.size
            model.contextMax = entry["meta"]?["n_ctx_train"]?.positive
            if let slots = reading.json(AnswerReading.slotsPath(entry["id"]?.string ?? ""))?.array {
                model.contextLength = slots.compactMap { $0["n_ctx"]?.positive }.min()
                runningHere = (runningHere ?? 0) + slots.count { $0["is_processing"]?.bool == true }
                self.slots = max(self.slots ?? 1, slots.count)
            }
            return model
        }
        running = runningHere
        return true
    }
}

extension ModelReport {
    fileprivate mutating func readLlamaStatus(_ status: JSONValue?) {
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
    /// Models in memory, as this server calls them.
    var loadedLlamas: [String] {
        (json("/v1/models")?["data"]?.array ?? []).compactMap { entry in
            entry["status"]?["value"]?.string == "loaded" ? entry["id"]?.string : nil
        }
    }

    static func slotsPath(_ model: String) -> String { "/slots?model=\(model.escapedForQuery)&autoload=false" }
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
