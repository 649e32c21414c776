/// How often each of a few things happened.
///
/// The cases are numbered from zero on, so that counting one is an addition at a known place.
package struct Counts<Event: CaseIterable & RawRepresentable<Int> & Sendable>: Sendable {
    private var counts = [Int](repeating: 0, count: Event.allCases.count)

    package init() {}

    package subscript(event: Event) -> Int { counts[event.rawValue] }

    package mutating func add(_ event: Event) {
        counts[event.rawValue] += 1
    }
}
