import Dialects
import Fleet
import Telemetry

extension ListedModel {
    /// An entry of OpenAI's list: its server's own where that speaks the language, otherwise made of what is known.
    var openAIEntry: JSONObject {
        let card = card
        let facts = ModelFacts(report, card)
        var entry = report.card?.form == .openAI ? card?.object ?? JSONObject() : JSONObject()
        entry["id"] = .string(spelling)
        entry["object"] = "model"
        if entry["created"]?.integer == nil {
            entry["created"] = .number(JSONNumber(Int(facts.changedAt?.seconds ?? 0)))
        }
        if entry["owned_by"]?.string == nil { entry["owned_by"] = .string(facts.owner ?? Self.owner(of: report.name)) }
        return entry
    }

    /// Whose it is by its name: what stands before the last slash, or Ollama's own library.
    private static func owner(of name: ModelName) -> String {
        name.text.split(separator: "/").dropLast().last.map { String($0) } ?? "library"
    }
}
