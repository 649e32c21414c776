import Fleet

/// The lanes that have somebody in them: found by what they are for once, and by number ever after.
struct LaneTable: Sendable {
    private var lanes: [Lane] = []
    private var numbers: [LaneKey: Int] = [:]
    private var free: [Int] = []

    /// The numbers of lanes with tickets, in no particular order.
    private(set) var active: [Int] = []

    var count: Int { active.count }

    subscript(number: Int) -> Lane {
        get { lanes[number] }
        _modify { yield &lanes[number] }
    }

    func number(of key: LaneKey) -> Int? { numbers[key] }

    mutating func open(_ key: LaneKey) -> Int {
        if let known = numbers[key] { return known }
        let number = free.popLast() ?? lanes.count
        if number == lanes.count { lanes.append(Lane(key: key)) } else { lanes[number] = Lane(key: key) }
        numbers[key] = number
        active.append(number)
        return number
    }

    /// An empty lane is closed at once; its number may come again for another.
    mutating func closeIfEmpty(_ number: Int) {
        guard lanes[number].isEmpty, let place = active.firstIndex(of: number) else { return }
        active.swapAt(place, active.count - 1)
        active.removeLast()
        numbers[lanes[number].key] = nil
        free.append(number)
    }

    func isOpen(_ number: Int) -> Bool { !lanes[number].isEmpty }
}
