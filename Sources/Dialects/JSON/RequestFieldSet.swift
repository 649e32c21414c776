/// A set of fields in one word.
package struct RequestFieldSet: Equatable, Sendable {
    private var bits: UInt32 = 0

    package init() {}

    package var isEmpty: Bool { bits == 0 }

    package func contains(_ field: RequestField) -> Bool { bits >> field.rawValue & 1 == 1 }

    package mutating func insert(_ field: RequestField) { bits |= 1 << field.rawValue }

    package mutating func remove(_ field: RequestField) { bits &= ~(1 << field.rawValue) }
}
