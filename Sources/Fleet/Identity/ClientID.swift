/// Whoever asks, as a hash of their key or address: nothing about a client is stored but how much they used.
package struct ClientID: Hashable, Sendable {
    package let hash: UInt64
    package init(hash: UInt64) { self.hash = hash }
}
