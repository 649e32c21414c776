/// How often each of a few things happened.
///
/// The cases, sixteen at most, are numbered from zero on, and the numbers stand here and not in an array: counting one is an
/// addition at a known place.
package struct Counts<Event: CaseIterable & RawRepresentable<Int> & Sendable>: Sendable {
    private var counts = SIMD16<Int>()

    package init() {}

    package subscript(event: Event) -> Int { counts[event.rawValue] }

    package mutating func add(_ event: Event) {
        counts[event.rawValue] += 1
    }
}
