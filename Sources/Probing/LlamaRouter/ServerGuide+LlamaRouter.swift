import Dialects

extension ServerGuide {
    static let llamaRouter = ServerGuide(
        name: "llama-server with many models",
        ports: [8080],
        questions: [Question("/health"), Question("/v1/models")],
        read: { $1.readLlamaRouter($0) },
        followUps: { reading in
            // Asked of any other model, these would load it. Its slots also count as use: they are the last resort.
            reading.loadedLlamas.flatMap { model in
                let metrics = AnswerReading.path("/metrics", of: model)
                let slots = AnswerReading.path("/slots", of: model)
                return [
                    Question(metrics), Question(slots, insteadOf: metrics),
                    Question(AnswerReading.path("/props", of: model), insteadOf: slots),
                ]
            }
        },
        unload: ModelOrder("/models/unload") { model, _ in ["model": .string(model)] }
    )
}
