/// A model, whatever it is called: an index into the catalog. Two names with one digest share it.
package struct ModelID: Hashable, Comparable, Sendable {
    package let index: Int32
    @inlinable package init(index: Int) { self.index = Int32(truncatingIfNeeded: index) }
    @inlinable package static func < (a: Self, b: Self) -> Bool { a.index < b.index }
}
