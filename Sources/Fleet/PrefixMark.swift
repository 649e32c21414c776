/// A point in a prompt: the hash of everything up to it, and how many tokens that is.
package struct PrefixMark: Hashable, Sendable {
    package let hash: UInt64
    package let tokens: Int

    package init(hash: UInt64, tokens: Int) {
        self.hash = hash
        self.tokens = tokens
    }
}
