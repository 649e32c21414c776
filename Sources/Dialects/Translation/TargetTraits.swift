package import Fleet

/// In what the servers of one dialect differ, as far as a translation has to know.
package struct TargetTraits: Equatable, Sendable {
    /// It fetches pictures itself.
    package var takesImageURLs: Bool
    /// It knows `top_k`, `min_p` and `repeat_penalty`, which OpenAI's own service refuses.
    package var takesLocalSampling: Bool
    /// For Anthropic's, which insist on a limit: what an answer may be when the client set none.
    package var outputMax = 8192

    package init(takesImageURLs: Bool, takesLocalSampling: Bool) {
        self.takesImageURLs = takesImageURLs
        self.takesLocalSampling = takesLocalSampling
    }

    /// Of a server of which no more is known than what it speaks.
    package init(_ dialect: Dialect) {
        self.init(takesImageURLs: dialect != .ollama, takesLocalSampling: false)
    }

    package init(_ kind: BackendKind) {
        let traits = kind.traits
        self.init(takesImageURLs: traits.takesImageURLs, takesLocalSampling: traits.takesLocalSampling)
    }
}
