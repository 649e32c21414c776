import Dialects

extension ServerGuide {
    static let llamaRouter = ServerGuide(
        name: "llama-server with many models",
        ports: [8080],
        questions: [Question("/health"), Question("/v1/models")],
        read: { $1.readLlamaRouter($0) },
        followUps: { reading in
            // Asked of any other model, it would load that.
            reading.loadedLlamas.map { Question(AnswerReading.slotsPath($0)) }
        },
        unload: ModelOrder("/models/unload") { model, _ in ["model": .string(model)] }
    )
}
