import Dialects
import Fleet
import HTTPEngine
import Routing

/// `GET /fleet/queue`: the lines, and who stands in them.
struct QueuePage: Sendable {
    private static let rowsMax = 1000

    let desk: Desk

    func show(_ exchange: Exchange) async {
        guard await exchange.isAsked(by: .read) else { return }
        do throws(PageQuery.Fault) {
            let limit = try PageQuery(exchange.request).integer("limit", in: 0...Self.rowsMax) ?? Self.rowsMax
            await exchange.answer(Self.page(desk.queue(limit: limit)))
        } catch {
            await exchange.complain(400, error.text)
        }
    }

    private static func page(_ queue: QueueReading) -> JSONObject {
        [
            "waiting": .integer(queue.waiting),
            "lanes": .array(queue.lanes.enumerated().map { .object(row($0.element, $0.offset)) }),
            "tickets": .array(queue.tickets.map { .object(row($0.entry, $0.request, at: queue.at)) }),
        ]
    }

    private static func row(_ lane: LaneEntry, _ number: Int) -> JSONObject {
        [
            "lane": .integer(number),
            "model": .string("\(lane.model)"),
            "capabilities": .texts(lane.capabilities.names),
            "labels": .texts(lane.labels.sorted()),
            "waiting": .integer(lane.waiting),
            "slots": .integer(lane.slots),
            "service": .time(lane.service),
            "expected_start_in": .time(lane.expectedStartIn),
        ]
    }

    private static func row(_ entry: QueueEntry, _ request: RequestID?, at now: Instant) -> JSONObject {
        [
            "lane": .integer(entry.lane),
            "position": .integer(entry.position),
            "request": .text(request?.description),
            "model": .string("\(entry.model)"),
            "priority": .string(entry.priority.word),
            "waited": .time(entry.waited),
            "expected_start_in": .time(entry.expectedStartIn),
            "deadline_in": .time(entry.deadline - now),
        ]
    }
}
