/// Where a value stands in the bytes, from its first byte to behind its last, and what it is.
package struct JSONPlace: Equatable, Sendable {
    package var range: Range<Int>
    package var kind: JSONKind

    package init(range: Range<Int>, kind: JSONKind) {
        self.range = range
        self.kind = kind
    }
}
