import Dialects
import Telemetry

extension ListedModel {
    /// An entry of Anthropic's list. A time that nobody knows is the epoch, as there.
    var anthropicEntry: JSONObject {
        let facts = ModelFacts(report, card)
        return [
            "type": "model", "id": .string(spelling), "display_name": .string(facts.title ?? spelling),
            "created_at": .string(facts.changedAt?.rfc3339 ?? "1970-01-01T00:00:00Z"),
        ]
    }
}
