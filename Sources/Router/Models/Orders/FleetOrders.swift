import Dialects
import Fleet
import HTTPEngine

/// Orders that every Ollama with the model carries out, all at once: delete and copy.
///
/// Done is what all have done: one that failed, or cannot be reached, is named with its reason, and what the others did stays.
struct FleetOrders: Sendable {
    private static let patience = LoopSpan(.seconds(120))
    /// Of what an Ollama says of a failure.
    private static let reasonMax = 300

    typealias Model = (text: String, name: ModelName)

    let refresh: ModelRefresh
    let resolver: Resolver

    func delete(_ exchange: Exchange, _ model: Model, _ sites: [OllamaSite]) async -> ModelHandler.Ending {
        await order(exchange, model, "model '\(model.text)' not found", "deleted", sites) { fetch, spelling in
            await Self.answer {
                () async throws(Fetch.Fault) in
                try await fetch.delete("/api/delete", json: JSONValue.object(["model": .string(spelling)]).encoded)
            }
        }
    }

    func copy(
        _ exchange: Exchange,
        _ source: Model,
        to target: String,
        _ sites: [OllamaSite]
    ) async -> ModelHandler.Ending {
        await order(exchange, source, "model \"\(source.text)\" not found", "copied", sites) { fetch, spelling in
            let body: JSONObject = ["source": .string(spelling), "destination": .string(target)]
            return await Self.answer { () async throws(Fetch.Fault) in
                try await fetch.post("/api/copy", json: JSONValue.object(body).encoded)
            }
        }
    }

    private enum Result: Equatable, Sendable {
        case done
        case missing
        case failed(String)
    }

    private func order(
        _ exchange: Exchange,
        _ model: Model,
        _ missing: String,
        _ verb: String,
        _ sites: [OllamaSite],
        _ carryOut: @escaping @Sendable (Fetch, String) async -> Result
    ) async -> ModelHandler.Ending {
        let holders = sites.filter { $0.has(model.name) }.sorted { ($0.node, $0.backend) < ($1.node, $1.backend) }
        let loop = exchange.loop
        let results = await withTaskGroup { group in
            for (place, site) in holders.enumerated() {
                group.addTask {
                    if !site.isReachable { return (place, Result.failed("cannot be reached")) }
                    let fetch = Fetch(
                        from: site.server.upstream.endpoint,
                        by: resolver,
                        on: loop,
                        within: Self.patience,
                        bodyMax: 1 << 20,
                        credential: site.server.upstream.credential
                    )
                    return (place, await carryOut(fetch, site.spelling(of: model.name)))
                }
            }
            var results = [Result](repeating: .missing, count: holders.count)
            for await (place, result) in group { results[place] = result }
            return results
        }
        await refresh.run(holders.filter(\.isReachable), on: loop)
        await answer(exchange, zip(holders, results).map { ($0, $1) }, missing, verb)
        return .answered
    }

    private func answer(
        _ exchange: Exchange,
        _ results: [(site: OllamaSite, result: Result)],
        _ missing: String,
        _ verb: String
    ) async {
        let done = results.filter { $0.result == .done }.map(\.site.node)
        exchange.ownFields = AnswerFields.bytes(nodes: done)
        let failures = results.compactMap { site, result in
            if case .failed(let reason) = result { "\(site.node): \(reason)" } else { nil }
        }
        if !failures.isEmpty {
            let rest = done.isEmpty ? "" : "; \(verb) on \(done.joined(separator: ", "))"
            await Failure(502, "not \(verb) on \(failures.joined(separator: "; "))\(rest)").send(to: exchange)
        } else if done.isEmpty {
            await Failure(404, missing).send(to: exchange)
        } else {
            await exchange.respond(200, "text/plain; charset=utf-8", [])
        }
    }

    private static func answer(_ ask: () async throws(Fetch.Fault) -> Fetch.Answer) async -> Result {
        do throws(Fetch.Fault) {
            let answer = try await ask()
            if answer.status < 300 { return .done }
            if answer.status == 404 { return .missing }
            let said = (try? JSONValue(parsing: answer.body))?["error"]?.string
            return .failed("it answered \(answer.status)" + (said.map { ": \($0.prefix(reasonMax))" } ?? ""))
        } catch {
            return .failed(error.words)
        }
    }
}

extension Fetch.Fault {
    /// Without its address.
    fileprivate var words: String {
        switch self {
        case .unreachable: "cannot be reached"
        case .late: "did not answer in time"
        case .tooLarge, .malformed: "its answer cannot be read"
        case .cut: "closed the connection without an answer"
        }
    }
}
