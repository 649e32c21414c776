import Dialects
import Fleet
import Telemetry

extension ListedModel {
    /// What Ollama's `/api/show` would say of a model that no Ollama has: what is known, and zero or nothing for the rest.
    /// Older clients read the first four figures without looking whether they are there.
    var shown: JSONObject {
        let card = card
        let facts = ModelFacts(report, card)
        let architecture = facts.family.isEmpty ? "unknown" : facts.family
        let parameters = facts.parameters.map { Int(min(max($0, 0), 1e15)) } ?? 0
        var info: JSONObject = [
            "general.architecture": .string(architecture), "general.basename": .string(report.name.description),
            "general.parameter_count": .number(JSONNumber(parameters)),
        ]
        info["\(architecture).context_length"] = .number(JSONNumber(facts.contextMax ?? 0))
        info["\(architecture).embedding_length"] = 0
        var answer: JSONObject = [
            "license": "", "modelfile": "# Not a model of Ollama's: its server has no Modelfile\n", "parameters": "",
            "template": "", "system": "", "details": .object(details(facts)), "model_info": .object(info),
            "capabilities": .array(facts.capabilities.map { .string($0) }),
        ]
        if let changedAt = facts.changedAt { answer["modified_at"] = .string(changedAt.rfc3339) }
        return answer
    }
}
