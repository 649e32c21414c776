import Dialects

extension ServerGuide {
    static let ollama = ServerGuide(
        name: "Ollama",
        ports: [11_434],
        questions: [Question("/api/version"), Question("/api/tags"), Question("/api/ps")],
        read: { $1.readOllama($0) },
        // Asked by an empty prompt, as it is meant to be.
        load: ModelOrder("/api/generate") { model, context in
            var body: JSONObject = ["model": .string(model), "stream": false]
            if let context { body["options"] = ["num_ctx": .number(JSONNumber(context))] }
            return body
        },
        unload: ModelOrder("/api/generate") { model, _ in ["model": .string(model), "keep_alive": 0, "stream": false] }
    )
}
