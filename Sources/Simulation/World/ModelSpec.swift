package import Fleet

/// A model as it truly is.
package struct ModelSpec: Sendable {
    package var name: ModelName
    package var size: ByteCount
    package var contextMax = 32_768
    /// How much cheaper than its size it is: mixtures of experts read a part of their weights.
    package var advantage = 1.0
    package var cachePerToken = 100_000.0

    package init(name: ModelName, size: ByteCount) {
        self.name = name
        self.size = size
    }

    package func memory(context: Int) -> ByteCount {
        size + ByteCount(Int64(cachePerToken * Double(context)))
    }
}
