/// A machine. The number is an index into `FleetState.nodes`; outside the process a node is known by its name.
package struct NodeID: Hashable, Comparable, Sendable {
    package let index: Int32
    @inlinable package init(index: Int) { self.index = Int32(truncatingIfNeeded: index) }
    @inlinable package static func < (a: Self, b: Self) -> Bool { a.index < b.index }
}
