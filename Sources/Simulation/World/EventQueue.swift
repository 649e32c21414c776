package import Fleet

/// What is going to happen, soonest first; what is due at the same instant happens in the order it was planned.
package struct EventQueue<Event> {
    private var heap: [(at: Instant, sequence: UInt64, event: Event)] = []
    private var sequence: UInt64 = 0

    package init() {}

    package var isEmpty: Bool { heap.isEmpty }

    package mutating func insert(_ event: Event, at instant: Instant) {
        sequence += 1
        heap.append((instant, sequence, event))
        var child = heap.count - 1
        while child > 0, precedes(child, (child - 1) / 2) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    package mutating func next() -> (at: Instant, event: Event)? {
        guard !heap.isEmpty else { return nil }
        heap.swapAt(0, heap.count - 1)
        let last = heap.removeLast()
        var parent = 0
        while true {
            var smallest = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && precedes(child, smallest) {
                smallest = child
            }
            if smallest == parent { break }
            heap.swapAt(parent, smallest)
            parent = smallest
        }
        return (last.at, last.event)
    }

    private func precedes(_ a: Int, _ b: Int) -> Bool {
        (heap[a].at, heap[a].sequence) < (heap[b].at, heap[b].sequence)
    }
}
