/// An inference server on a node, or a whole cluster behind one address: an index into `FleetState.backends`.
package struct BackendID: Hashable, Comparable, Sendable {
    package let index: Int32
    @inlinable package init(index: Int) { self.index = Int32(truncatingIfNeeded: index) }
    @inlinable package static func < (a: Self, b: Self) -> Bool { a.index < b.index }
}
