import Dialects
import Fleet

extension BackendReport {
    /// The names of its models, all of them ready. Not every server of this kind lists them: those are given by the operator.
    mutating func readAnthropic(_ reading: AnswerReading) -> Bool {
        if readListRefusal(reading) { return true }
        if reading.status("/v1/models") == 404 { return true }
        guard readModelList(reading) else { return false }
        for index in models?.indices ?? 0..<0 {
            models?[index].capabilities = [.chat, .tools, .vision, .thinking]
        }
        return true
    }
}

extension AnswerReading {
    /// Its list and its refusals have a form of their own.
    var isAnthropic: Bool {
        guard let page = anyJSON("/v1/models") else { return false }
        if page["data"]?.array != nil { return page["has_more"]?.bool != nil }
        return page["type"]?.string == "error" && page["error"]?["type"]?.string != nil
    }
}
