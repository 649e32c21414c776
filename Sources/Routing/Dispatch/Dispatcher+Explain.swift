package import Fleet

extension Dispatcher {
    /// Which backend this request would get now, with every candidate and every reason, without sending anything.
    package func explain(_ request: Request, at now: Instant) -> Receipt? {
        var copy = self
        let request = meaning(of: request)
        var names = request.models[...]
        guard let model = copy.nextModel(&names) else { return nil }
        copy.weigh(request, model, expectedOutput(request, model), TriedBackends(), at: now)
        return Receipt(
            of: copy.list,
            chosen: copy.list.best?.holding,
            model: model,
            decodeWeight: policy.decodeWeight,
            lengthMax: .max,
            at: now
        )
    }

    /// A ticket as the line shows it.
    package struct QueueEntry: Equatable, Sendable {
        package let ticket: TicketID
        package let model: ModelName
        package let priority: Priority
        package let position: Int
        package let waited: Seconds
        package let expectedStartIn: Seconds
        package let deadline: Instant
    }

    /// Every waiting ticket, lane by lane, in order.
    package func queue(at now: Instant) -> [QueueEntry] {
        lanes.active.map { lanes[$0] }.sorted { $0.key.model < $1.key.model }.flatMap { lane in
            (0..<lane.count).map { position in
                let ticket = tickets[lane[position].ticket]
                return QueueEntry(
                    ticket: ticket.id,
                    model: fleet.catalog.name(of: lane.key.model),
                    priority: ticket.order.priority,
                    position: position,
                    waited: now - ticket.arrivedAt,
                    expectedStartIn: lane.firstWait + lane.service * (Double(position) / Double(lane.slots)),
                    deadline: ticket.deadline
                )
            }
        }
    }
}
