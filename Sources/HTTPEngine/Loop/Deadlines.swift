/// Something that must be woken when a moment has passed: a socket whose peer went silent, a task that sleeps.
///
/// Moving the deadline later is one store: the heap keeps the earlier moment, finds out when it comes, and sorts the item
/// in again. A stream that re-arms its deadline for each of a thousand chunks costs the heap one visit.
package class Timed {
    fileprivate(set) final var deadline = LoopTime.never
    fileprivate final var place = -1

    init() {}

    /// Called on the loop once the deadline has passed; it is `never` again by then.
    func deadlinePassed() {}
}

/// The loop's deadlines: a binary heap of the moments at which to look at an item again.
struct Deadlines {
    private var entries: [(at: LoopTime, item: Timed)] = []

    var count: Int { entries.count }
    var next: LoopTime { entries.first?.at ?? .never }

    mutating func set(_ item: Timed, _ deadline: LoopTime) {
        item.deadline = deadline
        if deadline == .never { return }
        if item.place < 0 {
            item.place = entries.count
            entries.append((deadline, item))
            rise(item.place)
        } else if deadline < entries[item.place].at {
            entries[item.place].at = deadline
            rise(item.place)
        }
    }

    mutating func remove(_ item: Timed) {
        item.deadline = .never
        let place = item.place
        if place < 0 { return }
        item.place = -1
        let last = entries.removeLast()
        if last.item === item { return }
        put(last, at: place)
        rise(place)
        sink(last.item.place)
    }

    /// The next item whose deadline has passed by now; those that were moved later are sorted in again on the way.
    mutating func popPassed(by now: LoopTime) -> Timed? {
        while let first = entries.first, first.at <= now {
            let item = first.item
            if item.deadline > now && item.deadline != .never {
                entries[0].at = item.deadline
                sink(0)
                continue
            }
            let passed = item.deadline != .never
            remove(item)
            if passed { return item }
        }
        return nil
    }

    private mutating func put(_ entry: (at: LoopTime, item: Timed), at place: Int) {
        entries[place] = entry
        entry.item.place = place
    }

    private mutating func rise(_ start: Int) {
        let entry = entries[start]
        var place = start
        while place > 0 {
            let parent = (place - 1) / 2
            if entries[parent].at <= entry.at { break }
            put(entries[parent], at: place)
            place = parent
        }
        put(entry, at: place)
    }

    private mutating func sink(_ start: Int) {
        let entry = entries[start]
        var place = start
        while true {
            var child = 2 * place + 1
            if child >= entries.count { break }
            if child + 1 < entries.count, entries[child + 1].at < entries[child].at { child += 1 }
            if entry.at <= entries[child].at { break }
            put(entries[child], at: place)
            place = child
        }
        put(entry, at: place)
    }
}
