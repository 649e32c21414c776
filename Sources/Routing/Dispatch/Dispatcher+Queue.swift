package import Fleet

/// A line as people see it: whom it is for, how long it is and how fast it moves.
package struct LaneEntry: Equatable, Sendable {
    package let model: ModelName
    package let capabilities: Capability
    package let labels: Set<String>
    package let waiting: Int
    /// Requests of it that the fleet can serve at once, as of the last planning.
    package let slots: Int
    /// How long a usual request takes once it has begun.
    package let service: Seconds
    /// When one that came now could expect to begin.
    package let expectedStartIn: Seconds
}

/// A ticket as the line shows it.
package struct QueueEntry: Equatable, Sendable {
    package let ticket: TicketID
    /// Which of the lanes it stands in, by its place in the list of them.
    package let lane: Int
    package let model: ModelName
    package let priority: Priority
    package let position: Int
    package let waited: Seconds
    package let expectedStartIn: Seconds
    package let deadline: Instant
}

extension Dispatcher {
    /// All lanes with somebody in them, by model.
    package func queueLanes() -> [LaneEntry] {
        lanesInOrder.map { lane in
            LaneEntry(
                model: fleet.catalog.name(of: lane.key.model),
                capabilities: lane.key.capabilities,
                labels: lane.key.labels,
                waiting: lane.count,
                slots: lane.slots,
                service: lane.service,
                expectedStartIn: lane.expectedStart(at: lane.count)
            )
        }
    }

    /// Waiting tickets, lane by lane, in order: the first so many.
    package func queue(at now: Instant, limit: Int = .max) -> [QueueEntry] {
        var entries: [QueueEntry] = []
        for (number, lane) in lanesInOrder.enumerated() {
            for position in 0..<min(lane.count, limit - entries.count) {
                entries.append(entry(lane, number, position, at: now))
            }
        }
        return entries
    }

    /// One waiting ticket; nil when it does not wait.
    package func queueEntry(of id: TicketID, at now: Instant) -> QueueEntry? {
        guard tickets.contains(id), tickets[id].state == .waiting else { return nil }
        let lane = lanes[tickets[id].lane]
        let number = lanesInOrder.firstIndex { $0.key == lane.key } ?? 0
        return entry(lane, number, lane.position(of: tickets[id].order), at: now)
    }

    private var lanesInOrder: [Lane] {
        // By number where one model has several, so that two looks at the same lines show the same.
        lanes.active.sorted().map { lanes[$0] }.enumerated()
            .sorted { ($0.element.key.model, $0.offset) < ($1.element.key.model, $1.offset) }
            .map(\.element)
    }

    private func entry(_ lane: Lane, _ number: Int, _ position: Int, at now: Instant) -> QueueEntry {
        let ticket = tickets[lane[position].ticket]
        return QueueEntry(
            ticket: ticket.id,
            lane: number,
            model: fleet.catalog.name(of: lane.key.model),
            priority: ticket.order.priority,
            position: position,
            waited: now - ticket.arrivedAt,
            expectedStartIn: lane.expectedStart(at: position),
            deadline: ticket.deadline
        )
    }
}

extension Lane {
    /// How long the one at this position may expect to wait, as of the last planning.
    fileprivate func expectedStart(at position: Int) -> Seconds {
        firstWait + service * (Double(position) / Double(slots))
    }
}
