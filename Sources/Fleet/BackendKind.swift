/// Which inference server it is: what may be asked of it, and what its silence means.
package enum BackendKind: String, CaseIterable, Sendable {
    case ollama
    /// llama.cpp with one model, alone or as the head of workers.
    case llamaServer = "llama-server"
    /// llama.cpp with many models, of which it loads those that are asked for.
    case llamaRouter = "llama-router"
    case lmStudio = "lm-studio"
    case lemonade
    case vllm
    case sglang
    case mlx
    case exo
    /// Any server that speaks OpenAI's language, LiteLLM among them.
    case openAI = "openai"
    /// Any server that speaks Anthropic's language and no other.
    case anthropic
}

extension BackendKind {
    /// How many requests it serves at once when it does not say.
    package var slotsUnreported: Int { traits.slots }
    /// A reported number of slots is a limit, not a start.
    package var hasFixedSlots: Bool { traits.hasFixedSlots }
    /// It can be told to load a model without being asked for an answer, and answers when that is done.
    package var preloads: Bool { traits.preloads }
    /// It loads a model it has on disk when asked for it, or ahead of being asked.
    package var loadsOnDemand: Bool { traits.loadsOnDemand }
}
