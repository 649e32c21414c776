import Dialects
import HTTPEngine

/// `GET /fleet/requests` and `GET /fleet/requests/{id}`: what became of requests, and why they went where they went.
struct RequestPages: Sendable {
    private static let rowsUsual = 100
    private static let rowsMax = 1000

    let desk: Desk

    func showList(_ exchange: Exchange) async {
        guard await exchange.isAsked(by: .read) else { return }
        let limit: Int
        do throws(PageQuery.Fault) {
            limit = try PageQuery(exchange.request).integer("limit", in: 1...Self.rowsMax) ?? Self.rowsUsual
        } catch {
            await exchange.complain(400, error.text)
            return
        }
        let readings = desk.readLog { log, fleet, now in
            log.newest(limit).map { RequestReading($0, fleet, at: now, withReceipts: false) }
        }
        let clock = WallClock(at: Desk.now)
        await exchange.answer(["requests": .array(readings.map { .object($0.row(clock)) })])
    }

    func showOne(_ exchange: Exchange) async {
        guard await exchange.isAsked(by: .read) else { return }
        let name = PageQuery(exchange.request).rest(after: "/fleet/requests/")
        let found = desk.readLog { log, fleet, now in
            (log.record(named: name).map { RequestReading($0, fleet, at: now, withReceipts: true) }, log.countMax)
        }
        if let reading = found.0 {
            await exchange.answer(reading.page(WallClock(at: reading.now)))
            return
        }
        await exchange.complain(
            404,
            "No request of this name is known. Kept are the newest \(found.1) that named a model (receipts-kept), "
                + "under the X-Request-Id of their answers"
        )
    }
}
