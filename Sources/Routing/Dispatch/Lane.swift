package import Fleet

/// What distinguishes one line from another: tickets in one lane can be served by the same backends.
package struct LaneKey: Hashable, Sendable {
    package let model: ModelID
    package let capabilities: Capability
    package let labels: Set<String>
    package let calls: ServerCalls

    init(_ request: Request, _ model: ModelID) {
        self.model = model
        capabilities = request.capabilities
        labels = request.labels
        calls = request.calls
    }
}

/// Who is before whom: by priority, then by when they came, a flood later than it did.
struct LaneOrder: Comparable, Sendable {
    let priority: Priority
    let tag: Double
    let sequence: UInt64

    static func < (a: Self, b: Self) -> Bool {
        if a.priority != b.priority { return a.priority < b.priority }
        return a.tag != b.tag ? a.tag < b.tag : a.sequence < b.sequence
    }
}

/// The line for one kind of work: tickets in order, bounded in number.
struct Lane: Sendable {
    struct Place: Sendable {
        let order: LaneOrder
        let ticket: TicketID
    }

    let key: LaneKey
    private var places: [Place] = []
    private var head = 0
    private(set) var clients: [ClientID: Int] = [:]
    /// When waiting should be compared with starting again although nothing happened.
    var reconsiderAt = Instant.distantFuture
    /// The wait of the first ticket, and of one more behind the last, as of the last planning.
    var firstWait = Seconds.zero
    var service = Seconds(5)
    var slots = 1

    init(key: LaneKey) {
        self.key = key
    }

    var count: Int { places.count - head }
    var isEmpty: Bool { count == 0 }
    var first: Place? { isEmpty ? nil : places[head] }

    subscript(position: Int) -> Place { places[head + position] }

    mutating func insert(_ ticket: TicketID, _ order: LaneOrder, client: ClientID) {
        places.insert(Place(order: order, ticket: ticket), at: index(of: order))
        clients[client, default: 0] += 1
    }

    mutating func remove(_ order: LaneOrder, client: ClientID) {
        let index = index(of: order)
        precondition(index < places.count && places[index].order == order)
        remove(at: index)
        let left = (clients[client] ?? 1) - 1
        clients[client] = left > 0 ? left : nil
    }

    func position(of order: LaneOrder) -> Int { index(of: order) - head }

    /// The shorter side moves, so the first tickets of a long lane leave cheaply.
    private mutating func remove(at index: Int) {
        guard index - head < places.count - index else {
            places.remove(at: index)
            return
        }
        var place = index
        while place > head {
            places[place] = places[place - 1]
            place -= 1
        }
        head += 1
        if head > 256, head > places.count / 2 {
            places.removeFirst(head)
            head = 0
        }
    }

    private func index(of order: LaneOrder) -> Int {
        var low = head
        var high = places.count
        while low < high {
            let middle = (low + high) / 2
            if places[middle].order < order { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
