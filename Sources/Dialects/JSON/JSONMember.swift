/// A member of the root object, or of an object that is the value of one.
package struct JSONMember: Equatable, Sendable {
    /// The key of the object this one stands in; nil in the root.
    package var parent: JSONKey?
    package var key: JSONKey
    package var value: JSONPlace

    @inline(__always)
    package func isUnusual(in bytes: Span<UInt8>) -> Bool {
        key.isUnusual(in: bytes) || parent?.isUnusual(in: bytes) ?? false
    }
}
