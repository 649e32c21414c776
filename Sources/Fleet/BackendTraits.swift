/// In what the kinds of servers differ for those who place and translate requests: one table, a row each.
///
/// How a kind is asked and understood is in `Probing`, a folder each.
package struct BackendTraits: Equatable, Sendable {
    /// Requests at once where it does not say how many.
    package var slots = 1
    package var hasFixedSlots = true
    package var loadsOnDemand = false
    package var preloads = false
    /// To load a model it gives up the one it has.
    package var holdsOneModel = false
    /// It knows a model by any spelling of its name: in capitals, and with or without the tag everybody leaves out.
    package var foldsNames = false
    /// It fetches pictures itself.
    package var takesImageURLs = false
    /// It knows `top_k`, `min_p` and `repeat_penalty`, which the great services refuse.
    package var takesLocalSampling = true
}

extension BackendKind {
    package var traits: BackendTraits {
        switch self {
        case .ollama: BackendTraits(loadsOnDemand: true, preloads: true, foldsNames: true)
        case .llamaServer: BackendTraits(takesImageURLs: true)
        case .llamaRouter: BackendTraits(loadsOnDemand: true, takesImageURLs: true)
        case .lmStudio: BackendTraits(slots: 2, loadsOnDemand: true, preloads: true)
        case .lemonade: BackendTraits(loadsOnDemand: true, preloads: true)
        case .vllm: BackendTraits(slots: 8, hasFixedSlots: false, takesImageURLs: true)
        case .sglang: BackendTraits(slots: 8, hasFixedSlots: false, takesImageURLs: true)
        case .mlx: BackendTraits(loadsOnDemand: true, holdsOneModel: true)
        case .exo: BackendTraits()
        case .openAI: BackendTraits(slots: 2, hasFixedSlots: false, takesImageURLs: true, takesLocalSampling: false)
        case .anthropic: BackendTraits(slots: 4, hasFixedSlots: false, takesImageURLs: true, takesLocalSampling: false)
        }
    }
}
