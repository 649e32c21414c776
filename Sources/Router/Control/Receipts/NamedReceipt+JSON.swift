import Dialects
import Fleet
import Routing

/// As it is written in Docs/API/routing.md.
extension NamedReceipt {
    /// All that the decision was made from, in full precision: who adds it up again comes to the same choice.
    var members: [JSONObject.Member] {
        [
            .init("model", .string("\(model)")), .init("decode_weight", .real(receipt.decodeWeight)),
            .init("candidates", .array(candidateRows)), .init("eliminated", .array(eliminatedRows)),
        ]
    }

    var candidateRows: [JSONValue] {
        zip(receipt.candidates, candidates).map { candidate, place in
            var row: JSONObject = [
                "node": .string(place.node), "backend": .string(place.backend), "served_as": .string(place.model),
            ]
            row.append("chosen", .bool(candidate.holding == receipt.chosen))
            candidate.write(decodeWeight: receipt.decodeWeight, to: &row)
            return .object(row)
        }
    }

    var eliminatedRows: [JSONValue] {
        zip(receipt.rejected, rejected).map { rejection, place in
            Self.eliminated(place.node, place.backend, rejection.verdict.text(at: receipt.decidedAt))
        }
    }

    static func eliminated(_ node: String, _ backend: String, _ reason: String) -> JSONValue {
        ["node": .string(node), "backend": .string(backend), "reason": .string(reason)]
    }
}

extension Candidate {
    fileprivate func write(decodeWeight: Double, to row: inout JSONObject) {
        row.append("number", .integer(Int(holding.index)))
        row.append("action", .string(action.word))
        row.append("last_resort", .bool(isLastResort))
        row.append("total", .seconds(total))
        row.append("seconds", .object(seconds(decodeWeight: decodeWeight)))
        row.append("prefill", .seconds(costs.prefill))
        row.append("decode", .seconds(costs.decode))
        row.append("slowdown", ["thermal": .real(costs.thermal), "load": .real(costs.contention)])
        row.append("cached_tokens", .integer(cachedTokens))
        row.append("saved_by_cache", .seconds(costs.saved))
        row.append("context", .integer(context))
        row.append("confidence", .real(confidence))
        row.append("unknown", .array(unknown.names.map { .string($0) }))
    }

    /// What each signal costs. They add up to the total.
    private func seconds(decodeWeight: Double) -> JSONObject {
        let work = costs.prefill + costs.decode * decodeWeight
        return [
            "queue_depth": .seconds(costs.wait),
            "thermal": .seconds(work * (costs.thermal - 1)),
            "loaded_models": .seconds(costs.load),
            "latency_history": .seconds(work),
            "memory": .seconds(costs.memory),
            "load": .seconds(work * (costs.thermal * (costs.contention - 1))),
            "busy": .seconds(costs.busy),
            "failure": .seconds(costs.failure),
            "preference": .seconds(costs.preference),
        ]
    }
}

extension Candidate.Action {
    fileprivate var word: String {
        switch self {
        case .start: "start"
        case .load: "load"
        case .wait: "wait"
        }
    }
}

extension SignalSet {
    fileprivate var names: [String] {
        let known: [(SignalSet, String)] = [
            (.queueDepth, "queue_depth"), (.thermal, "thermal"), (.loadedModels, "loaded_models"),
            (.latencyHistory, "latency_history"), (.memory, "memory"), (.load, "load"), (.busy, "busy"),
        ]
        return known.filter { contains($0.0) }.map(\.1)
    }
}

extension Verdict {
    /// Its reason, and how long it lasts where that is known.
    fileprivate func text(at now: Instant) -> String {
        guard case .breakerOpen(let until) = self else { return description }
        return "\(description) for another \(Int(max((until - now).value, 0).rounded(.up))) s"
    }
}
