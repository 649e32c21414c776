import Dialects

extension ServerGuide {
    static let lmStudio = ServerGuide(
        name: "LM Studio",
        ports: [1234],
        questions: [Question("/api/v1/models"), Question("/api/v0/models", insteadOf: "/api/v1/models")],
        read: { $1.readLMStudio($0) },
        load: ModelOrder("/api/v1/models/load") { model, context in
            var body: JSONObject = ["model": .string(model)]
            if let context { body["context_length"] = .number(JSONNumber(context)) }
            return body
        },
        unload: ModelOrder("/api/v1/models/unload") { model, _ in ["instance_id": .string(model)] }
    )
}
