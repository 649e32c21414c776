import Fleet
import HTTPEngine

/// One thing to ask a server.
struct Question: Sendable {
    let path: String
    /// Without an answer to this one the server is of another kind.
    let isTelling: Bool

    init(_ path: String, isTelling: Bool = false) {
        self.path = path
        self.isTelling = isTelling
    }
}

extension BackendKind {
    /// What to ask a server of this kind, the telling questions first.
    var questions: [Question] {
        switch self {
        case .ollama:
            [Question("/api/version", isTelling: true), Question("/api/tags", isTelling: true), Question("/api/ps")]
        case .lmStudio: [Question("/api/v1/models", isTelling: true)]
        case .exo: [Question("/node_id", isTelling: true), Question("/state", isTelling: true)]
        case .llamaServer:
            [Question("/props", isTelling: true), Question("/v1/models", isTelling: true), Question("/slots")]
        case .vllm: [Question("/metrics", isTelling: true), Question("/v1/models", isTelling: true)]
        case .mlx, .openAI: [Question("/v1/models", isTelling: true)]
        }
    }

    /// What the answers say; nil when they are not those of such a server.
    func report(_ answers: [String: Fetch.Answer], named name: String) -> BackendReport? {
        var report = BackendReport(name: name, kind: self)
        let reading = AnswerReading(answers)
        let isThat =
            switch self {
            case .ollama: report.readOllama(reading)
            case .lmStudio: report.readLMStudio(reading)
            case .llamaServer: report.readLlamaServer(reading)
            case .vllm: report.readVLLM(reading)
            case .exo: report.readExo(reading)
            case .mlx, .openAI: report.readModelList(reading)
            }
        guard isThat else { return nil }
        report.attachCards(answers)
        return report
    }
}
