import Dialects
import Fleet
import HTTPEngine
import Routing

/// Serves Ollama's requests without a prompt, which ask for no answer but that a model be in memory, or leave it.
///
/// They are no inference: they wait in no line and take no slot. A model that is in memory somewhere stays there for longer;
/// only one that nobody has in memory is loaded, on the best node for it. One that shall leave leaves every node.
struct ResidenceHandler: Sendable {
    let desk: Desk
    let loader: ModelLoader

    func serve(_ exchange: Exchange, _ errand: Errand) async -> Conclusion {
        let (inference, request, body) = (errand.inference, errand.request, errand.body)
        if inference.purpose == .unload { return await unload(exchange, inference, request, body) }
        return await load(exchange, inference, request, body)
    }

    // MARK: Loading

    private func load(
        _ exchange: Exchange,
        _ inference: InferenceRequest,
        _ request: Request,
        _ body: [UInt8]
    ) async -> Conclusion {
        let conclusion = Conclusion(end: .relayed(.clientLeft))
        var tried = TriedBackends()
        while true {
            let (choice, destination) = desk.chooseLoad(request, tried)
            guard case .go(let step) = choice else {
                // What the last one tried has said stands.
                if conclusion.attempts > 0 { return conclusion }
                return refused(choice, inference, body)
            }
            tried.insert(step.order.backend)
            conclusion.attempts += 1
            conclusion.destination = destination
            let end = await attempt(exchange, inference, body, step, destination, number: conclusion.attempts)
            conclusion.end = .relayed(end)
            let result = AttemptResult(end, status: exchange.status, nil)
            desk.settleLoad(step, result)
            guard case .failed(let failure) = result, failure.mayMove, conclusion.attempts < desk.attemptsMax else {
                return conclusion
            }
        }
    }

    /// An Ollama gets the request as it came, for it may say more than which model; others are told in their own words.
    private func attempt(
        _ exchange: Exchange,
        _ inference: InferenceRequest,
        _ body: [UInt8],
        _ step: LoadStep,
        _ destination: Destination?,
        number: Int
    ) async -> RelayEnd {
        guard let destination else { return .failed(.unreachable("it has not said where it is")) }
        exchange.ownFields = AnswerFields.bytes(destination, attempt: number, asked: inference.models.first)
        if destination.kind == .ollama {
            var plan = RelayPlan()
            plan.withholdsRefusals = true
            var sent = 0
            plan.pieces = inference.pieces(of: body, for: destination, context: step.order.context)
            return await destination.server.upstream.serve(exchange, .whole(body), plan, sent: &sent)
        }
        if case .resident = step.place {
            await ResidenceAnswer(inference, .load).send(to: exchange)
            return .complete
        }
        guard await loader.load(LoadDestination(destination), step.order.context) else { return .failed(.closed) }
        await ResidenceAnswer(inference, .load).send(to: exchange)
        return .complete
    }

    private func refused(_ choice: LoadChoice, _ inference: InferenceRequest, _ body: [UInt8]) -> Conclusion {
        guard case .refused(let refusal) = choice, refusal != .modelUnknown else { return unknown(inference, body) }
        return Conclusion(end: .refused(Failure(refusal, inference.model, inference.model)))
    }

    private func unknown(_ inference: InferenceRequest, _ body: [UInt8]) -> Conclusion {
        let meaning = desk.meaning(of: inference)
        let failure = Failure(Refusal.modelUnknown, inference.model, meaning)
        return Conclusion(end: .unknown(.whole(inference.body(body, as: meaning)), failure))
    }

    // MARK: Unloading

    private func unload(
        _ exchange: Exchange,
        _ inference: InferenceRequest,
        _ request: Request,
        _ body: [UInt8]
    ) async -> Conclusion {
        guard let homes = desk.homes(of: request) else { return unknown(inference, body) }
        let path = inference.call.kind == .chat ? "/api/chat" : "/api/generate"
        let orders = homes.map { id, destination in
            Order(
                holding: id,
                destination: destination,
                path: path,
                body: inference.pieces(of: body, for: destination, context: nil).map { Array($0.joined()) } ?? body
            )
        }
        let done = await unload(orders)
        let gone = orders.indices.filter { done[$0] == true }
        desk.unloaded(gone.map { orders[$0].holding })
        exchange.ownFields = AnswerFields.bytes(nodes: gone.map { orders[$0].destination.node })
        let failed = orders.indices.count { done[$0] == false }
        if failed > 0 {
            let text = "\(failed) of \(orders.count) servers did not unload model '\(inference.model)'"
            return Conclusion(end: .refused(Failure(502, text, retryAfter: 5)))
        }
        if gone.isEmpty, !orders.isEmpty {
            let text = "The servers that have model '\(inference.model)' in memory cannot unload it"
            return Conclusion(end: .refused(Failure(400, text)))
        }
        await ResidenceAnswer(inference, .unload).send(to: exchange)
        return Conclusion(end: .relayed(.complete))
    }

    private struct Order: Sendable {
        let holding: HoldingID
        let destination: Destination
        let path: String
        let body: [UInt8]
    }

    /// All at once; whether each has done it, and nothing for those that cannot.
    private func unload(_ orders: [Order]) async -> [Int: Bool] {
        await withTaskGroup { group in
            for (index, order) in orders.enumerated() {
                group.addTask {
                    let destination = LoadDestination(order.destination)
                    return (index, await loader.unload(destination, (order.path, order.body)))
                }
            }
            var done: [Int: Bool] = [:]
            for await (index, isDone) in group { done[index] = isDone }
            return done
        }
    }
}
