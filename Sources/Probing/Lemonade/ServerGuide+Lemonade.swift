import Dialects

extension ServerGuide {
    static let lemonade = ServerGuide(
        name: "Lemonade",
        ports: [13_305],
        questions: [Question("/api/v1/health"), Question("/api/v1/models")],
        read: { $1.readLemonade($0) },
        load: ModelOrder("/api/v1/load") { model, context in
            var body: JSONObject = ["model_name": .string(model)]
            if let context { body["ctx_size"] = .number(JSONNumber(context)) }
            return body
        },
        unload: ModelOrder("/api/v1/unload") { model, _ in ["model_name": .string(model)] }
    )
}
