import Dialects
import Fleet
import HTTPEngine

/// `POST /api/show`: what an Ollama that has the model says of it, or what is known of one that another server has.
struct DescriptionPage: Sendable {
    private static let bodyMax = 1 << 20

    let desk: Desk
    let relay: OllamaRelay

    func show(_ exchange: Exchange) async -> ModelHandler.Ending {
        let order: OrderBody
        let asked: String
        do throws(OrderBody.Fault) {
            order = try await OrderBody(of: exchange, max: Self.bodyMax)
            asked = try order.model().text
        } catch {
            return await error.end(exchange)
        }
        guard let model = desk.modelList().model(asked: asked) else {
            return await unknown(exchange, asked, order)
        }
        let name = model.report.name
        let sites = desk.ollamas(relay.backends.table).filter(\.isReachable).compactMap { site in
            site.model(named: name).map { (site, $0) }
        }
        // Where it is in memory it is told fastest.
        let resident = sites.filter { $0.1.isResident } + sites.filter { !$0.1.isResident }
        if resident.isEmpty {
            await exchange.answer(model.shown)
            return .answered
        }
        let outcome = await relay.send(exchange, to: resident.map(\.0), movesOn: true) { site in
            .whole(order.bytes(naming: site.spelling(of: name)))
        }
        return .relayed(outcome)
    }

    /// A backend that does not say what it has may have it.
    private func unknown(_ exchange: Exchange, _ asked: String, _ order: OrderBody) async -> ModelHandler.Ending {
        let unlisted = relay.backends.unlisted
        if unlisted.isEmpty {
            await Failure(404, "model '\(asked)' not found").send(to: exchange)
            return .answered
        }
        return .relayed(await relay.forwarder.forward(exchange, .whole(order.bytes), to: unlisted))
    }
}
