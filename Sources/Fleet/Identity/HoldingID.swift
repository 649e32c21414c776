/// One model on one backend: an index into `FleetState.holdings`, and into everything learned about the pair.
package struct HoldingID: Hashable, Comparable, Sendable {
    package let index: Int32
    @inlinable package init(index: Int) { self.index = Int32(truncatingIfNeeded: index) }
    @inlinable package static func < (a: Self, b: Self) -> Bool { a.index < b.index }
}
