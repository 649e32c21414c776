package import Fleet

/// How one kind of server is met: where it listens, what to ask it, what its answers mean, and how it is told to load a model.
///
/// Each kind has its own folder here. What placing and translating need to know of it is in `BackendTraits`.
package struct ServerGuide: Sendable {
    /// As people call it.
    package let name: String
    /// Where it listens unless told otherwise.
    package let ports: [Int]
    /// The first one is asked at every look, the others as long as they are not said to be missing.
    let questions: [Question]
    /// Takes the answers into the report; false when they are not those of such a server.
    let read: @Sendable (AnswerReading, inout BackendReport) -> Bool
    /// What to ask beside, by what has been answered.
    var followUps: @Sendable (AnswerReading) -> [Question] = { _ in [] }
    /// Of every question.
    var fields: [(name: String, value: String)] = []
    package var load: ModelOrder?
    package var unload: ModelOrder?
}

extension BackendKind {
    package var guide: ServerGuide {
        switch self {
        case .ollama: .ollama
        case .llamaServer: .llamaServer
        case .llamaRouter: .llamaRouter
        case .lmStudio: .lmStudio
        case .lemonade: .lemonade
        case .vllm: .vllm
        case .sglang: .sglang
        case .mlx: .mlx
        case .exo: .exo
        case .openAI: .openAI
        case .anthropic: .anthropic
        }
    }
}
