/// Which inference server it is: what may be asked of it, and what its silence means.
package enum BackendKind: String, CaseIterable, Sendable {
    case ollama
    case llamaServer = "llama-server"
    case lmStudio = "lm-studio"
    case vllm
    case mlx
    case exo
    case openAI = "openai"
}

extension BackendKind {
    /// How many requests it serves at once when it does not say.
    package var slotsUnreported: Int {
        switch self {
        case .vllm: 8
        case .lmStudio, .openAI: 2
        case .ollama, .llamaServer, .mlx, .exo: 1
        }
    }

    /// It batches without a fixed number of slots: what it reports is a start, not a limit.
    package var hasFixedSlots: Bool { self != .vllm && self != .openAI }

    /// It can be told to load a model without being asked for an answer.
    package var preloads: Bool { self == .ollama || self == .lmStudio }

    /// It loads a model it has on disk when asked for it, or ahead of being asked.
    package var loadsOnDemand: Bool {
        switch self {
        case .ollama, .lmStudio, .llamaServer: true
        case .vllm, .mlx, .exo, .openAI: false
        }
    }
}
