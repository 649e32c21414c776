/// A machine. The number is an index into `FleetState.nodes`; outside the process a node is known by its name.
package struct NodeID: Hashable, Comparable, Sendable {
    package let index: Int32
    @inlinable package init(index: Int) { self.index = Int32(truncatingIfNeeded: index) }
    @inlinable package static func < (a: Self, b: Self) -> Bool { a.index < b.index }
}

/// An inference server on a node, or a whole cluster behind one address: an index into `FleetState.backends`.
package struct BackendID: Hashable, Comparable, Sendable {
    package let index: Int32
    @inlinable package init(index: Int) { self.index = Int32(truncatingIfNeeded: index) }
    @inlinable package static func < (a: Self, b: Self) -> Bool { a.index < b.index }
}

/// A model, whatever it is called: an index into the catalog. Two names with one digest share it.
package struct ModelID: Hashable, Comparable, Sendable {
    package let index: Int32
    @inlinable package init(index: Int) { self.index = Int32(truncatingIfNeeded: index) }
    @inlinable package static func < (a: Self, b: Self) -> Bool { a.index < b.index }
}

/// One model on one backend: an index into `FleetState.holdings`, and into everything learned about the pair.
package struct HoldingID: Hashable, Comparable, Sendable {
    package let index: Int32
    @inlinable package init(index: Int) { self.index = Int32(truncatingIfNeeded: index) }
    @inlinable package static func < (a: Self, b: Self) -> Bool { a.index < b.index }
}

/// Whoever asks, as a hash of their key or address: nothing about a client is stored but how much they used.
package struct ClientID: Hashable, Sendable {
    package let hash: UInt64
    package init(hash: UInt64) { self.hash = hash }
}
