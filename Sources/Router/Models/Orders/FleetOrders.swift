import Dialects
import Fleet
import HTTPEngine

/// Has every Ollama that has a model carry out an order about it, all at once.
///
/// Done is what all have done: one that failed, or cannot be reached, is named with its reason, and what the others did stays.
struct FleetOrders: Sendable {
    private static let patience = LoopSpan(.seconds(120))

    let refresh: ModelRefresh
    let resolver: Resolver

    func carryOut(
        _ order: FleetOrder,
        _ exchange: Exchange,
        _ model: (text: String, name: ModelName),
        _ sites: [OllamaSite]
    ) async -> ModelHandler.Ending {
        let holders = sites.filter { $0.has(model.name) }.sorted { ($0.node, $0.backend) < ($1.node, $1.backend) }
        let results = await results(of: order, model.name, holders, on: exchange.loop)
        await refresh.run(holders.filter(\.isReachable), on: exchange.loop)
        await answer(exchange, order, model.text, results)
        return .answered
    }

    private typealias Outcome = (site: OllamaSite, result: FleetOrder.Result)

    private func results(
        of order: FleetOrder,
        _ model: ModelName,
        _ holders: [OllamaSite],
        on loop: EventLoop
    ) async -> [Outcome] {
        await withTaskGroup { group in
            for (place, site) in holders.enumerated() {
                group.addTask {
                    if !site.isReachable { return (place, FleetOrder.Result.failed("cannot be reached")) }
                    let fetch = Fetch(
                        from: site.server.upstream.endpoint,
                        by: resolver,
                        on: loop,
                        within: Self.patience,
                        bodyMax: 1 << 20,
                        credential: site.server.upstream.credential
                    )
                    return (place, await order.carryOut(by: fetch, site.spelling(of: model)))
                }
            }
            var results: [Outcome] = holders.map { ($0, .missing) }
            for await (place, result) in group { results[place].result = result }
            return results
        }
    }

    private func answer(_ exchange: Exchange, _ order: FleetOrder, _ model: String, _ results: [Outcome]) async {
        let done = results.filter { $0.result == .done }.map(\.site.node)
        exchange.ownFields = AnswerFields.bytes(nodes: done)
        let failures = results.compactMap { site, result in
            if case .failed(let reason) = result { "\(site.node): \(reason)" } else { nil }
        }
        if !failures.isEmpty {
            let rest = done.isEmpty ? "" : "; \(order.past) on \(done.joined(separator: ", "))"
            await Failure(502, "not \(order.past) on \(failures.joined(separator: "; "))\(rest)").send(to: exchange)
        } else if done.isEmpty {
            await Failure(404, order.missing(model)).send(to: exchange)
        } else {
            await exchange.respond(200, "text/plain; charset=utf-8", [])
        }
    }
}
