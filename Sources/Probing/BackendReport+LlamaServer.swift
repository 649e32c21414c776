import Dialects
import Fleet

extension BackendReport {
    /// One model, always in memory, with a fixed number of slots that divide its context between them.
    mutating func readLlamaServer(_ reading: AnswerReading) -> Bool {
        guard let props = reading.json("/props"), let total = props["total_slots"]?.integer, readModelList(reading)
        else {
            return false
        }
        slots = max(total, 1)
        if let slots = reading.json("/slots")?.array {
            running = slots.count { $0["is_processing"]?.bool == true }
            let context = slots.compactMap { $0["n_ctx"]?.integer }.min()
            for index in models?.indices ?? 0..<0 { models?[index].contextLength = context }
        }
        if props["modalities"]?["vision"]?.bool == true {
            for index in models?.indices ?? 0..<0 { models?[index].capabilities?.insert(.vision) }
        }
        return true
    }
}
