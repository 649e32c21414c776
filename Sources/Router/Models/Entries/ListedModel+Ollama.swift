import Dialects
import Fleet
import Telemetry

/// A model in Ollama's lists. Its clients decode every field and stop at the first that is not as it should be, so what a
/// backend left out or wrote otherwise is put in its place; all else goes out as the backend wrote it.
extension ListedModel {
    /// What Go's clients know as no time at all.
    private static let unknownTime = "0001-01-01T00:00:00Z"

    /// Its backend's own entry, decoded.
    var card: JSONValue? { report.card.flatMap { try? JSONValue(parsing: $0.listed) } }

    /// An entry of `/api/tags`.
    var ollamaEntry: JSONObject {
        let card = card
        let facts = ModelFacts(report, card)
        var entry = report.card?.form == .ollama ? card?.object ?? JSONObject() : JSONObject()
        name(&entry)
        entry.ensure(
            "modified_at",
            facts.changedAt.map { .string($0.rfc3339) } ?? .string(Self.unknownTime),
            Self.isTime
        )
        identify(&entry, facts)
        entry.ensure("capabilities", .array(facts.capabilities.map { .string($0) }), Self.areTexts)
        return entry
    }

    /// An entry of `/api/ps`.
    func entry(_ resident: ResidentModel) -> JSONObject {
        var entry = resident.entry ?? JSONObject()
        name(&entry)
        let size = JSONValue.number(JSONNumber(Int(resident.size?.value ?? 0)))
        entry.ensure("size", size, Self.isCount)
        identify(&entry, ModelFacts(report, card))
        entry.ensure("expires_at", .string(resident.expiresAt.rfc3339), Self.isTime)
        // A server says how much memory a model takes of that which holds its models: all of it.
        entry.ensure("size_vram", entry["size"] ?? size, Self.isCount)
        let context = JSONNumber(resident.contextLength ?? report.contextMax ?? 0)
        entry.ensure("context_length", .number(context), Self.isCount)
        return entry
    }

    private func name(_ entry: inout JSONObject) {
        entry["name"] = .string(spelling)
        entry["model"] = .string(spelling)
    }

    private func identify(_ entry: inout JSONObject, _ facts: ModelFacts) {
        entry.ensure("size", .number(JSONNumber(facts.size)), Self.isCount)
        entry.ensure("digest", .string(facts.digest)) { $0.string.map(ModelFacts.isLong) ?? false }
        entry["details"] = .object(details(facts, entry["details"]?.object ?? JSONObject()))
        for key in ["remote_model", "remote_host"] where entry[key]?.string == nil { entry[key] = nil }
    }

    func details(_ facts: ModelFacts, _ own: JSONObject = JSONObject()) -> JSONObject {
        var details = own
        let isText = { (value: JSONValue) in value.string != nil }
        details.ensure("parent_model", "", isText)
        details.ensure("format", .string(facts.format), isText)
        details.ensure("family", .string(facts.family), isText)
        let families: [JSONValue] = facts.family.isEmpty ? [] : [.string(facts.family)]
        details.ensure("families", .array(families)) { $0.isNull || Self.areTexts($0) }
        details.ensure("parameter_size", .string(facts.parameterSize), isText)
        details.ensure("quantization_level", .string(facts.quantization), isText)
        for key in ["context_length", "embedding_length"] where details[key].map(Self.isCount) != true {
            details[key] = nil
        }
        if own.members.isEmpty, let context = facts.contextMax {
            details["context_length"] = .number(JSONNumber(context))
        }
        return details
    }

    private static func isCount(_ value: JSONValue) -> Bool { value.integer.map { $0 >= 0 } ?? false }

    private static func isTime(_ value: JSONValue) -> Bool {
        value.string.flatMap { Telemetry.WallTime(rfc3339: $0) } != nil
    }

    private static func areTexts(_ value: JSONValue) -> Bool {
        value.array?.allSatisfy { $0.string != nil } ?? false
    }
}

extension JSONObject {
    /// Leaves a member that is as it should be, and sets one that is not.
    fileprivate mutating func ensure(_ key: String, _ value: JSONValue, _ isSound: (JSONValue) -> Bool) {
        if let own = self[key], isSound(own) { return }
        self[key] = value
    }
}
