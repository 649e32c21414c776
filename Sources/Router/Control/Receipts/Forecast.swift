import Dialects
import Fleet
import HTTPEngine
import Routing

/// What would become of a request, as its page shows it.
struct Forecast {
    enum Decision: String {
        case place, wait, refuse
        /// To servers that do not say which models they have.
        case forward
    }

    private let asked: InferenceRequest
    private let request: Request
    private let preview: Preview
    private let fleet: FleetState
    /// Servers that may have what nobody is known to have.
    private let others: [String]

    init(
        _ asked: InferenceRequest,
        _ request: Request,
        _ preview: Preview,
        _ fleet: FleetState,
        _ others: [String]
    ) {
        self.asked = asked
        self.request = request
        self.preview = preview
        self.fleet = fleet
        self.others = others
    }

    var page: JSONObject {
        var page: JSONObject = ["decision": .string(decision.rawValue)]
        writeFate(to: &page)
        page.append("decided_at", .string(WallClock(at: preview.decidedAt).text(preview.decidedAt)))
        page.append("request", .object(shownRequest))
        writeReceipts(to: &page)
        return page
    }

    private var decision: Decision {
        switch preview.fate {
        case .place: .place
        case .wait: .wait
        case .refuse(.modelUnknown) where !others.isEmpty: .forward
        case .refuse: .refuse
        }
    }

    private func writeFate(to page: inout JSONObject) {
        switch preview.fate {
        case .place(let placement):
            let place = NamedReceipt.Place(placement.holding, fleet)
            page.append("node", .string(place.node))
            page.append("backend", .string(place.backend))
            page.append("served_as", .string(place.model))
            page.append("context", .integer(placement.context))
            page.append("expected_start_in", .time(startOfPlaced))
        case .wait(let entry):
            page.append("position", .integer(entry.position))
            page.append("expected_start_in", .time(entry.expectedStartIn))
            page.append("deadline_in", .time(entry.deadline - preview.decidedAt))
        case .refuse where decision == .forward:
            page.append("to_one_of", .texts(others))
        case .refuse(let refusal):
            guard let failure = Failure(.refused(refusal), asked.model) else { return }
            page.append("status", .integer(Int(failure.status)))
            page.append("error", .string(failure.text))
            page.append("retry_after", .integer(failure.retryAfter))
        }
    }

    /// It is sent at once; what has to pass there before its prompt is read.
    private var startOfPlaced: Seconds {
        guard let receipt = preview.receipts.last,
            let chosen = receipt.candidates.first(where: { $0.holding == receipt.chosen })
        else { return .zero }
        return chosen.costs.wait + chosen.costs.load
    }

    private var shownRequest: JSONObject {
        [
            "call": .string("\(asked.call.path)"),
            "models": .texts(request.models.map { "\($0)" }),
            "priority": .string(request.priority.word),
            "prompt_tokens": .integer(request.promptTokens),
            "output_tokens": .real(preview.outputExpected),
            "output_max": .integer(request.outputMax),
            "context": .integer(request.contextAsked),
            "capabilities": .texts(request.capabilities.names),
            "labels": .texts(request.labels.sorted()),
        ]
    }

    private func writeReceipts(to page: inout JSONObject) {
        guard let last = preview.receipts.last.map({ NamedReceipt($0, fleet) }) else {
            page.append("model", .null)
            page.append("candidates", [])
            page.append("eliminated", .array(without(nil)))
            return
        }
        for member in last.members where member.key != "eliminated" { page.append(member.key, member.value) }
        page.append("eliminated", .array(last.eliminatedRows + without(last.receipt.model)))
        let passed = preview.receipts.dropLast().map { receipt -> JSONValue in
            let named = NamedReceipt(receipt, fleet)
            return ["model": .string("\(named.model)"), "eliminated": .array(named.eliminatedRows)]
        }
        if !passed.isEmpty { page.append("passed_over", .array(passed)) }
    }

    /// Backends that were not asked what it would cost there, for they have no such model.
    private func without(_ model: ModelID?) -> [JSONValue] {
        let holders = model.map { model in
            Set(fleet.holdings(of: model).filter { fleet[$0].place != .gone }.map { fleet[$0].backend })
        }
        return fleet.backends.filter { !$0.isGone && holders?.contains($0.id) != true }.map { backend in
            NamedReceipt.eliminated(
                fleet.nodeProfiles[Int(backend.node.index)].name,
                fleet.backendProfiles[Int(backend.id.index)].name,
                "does not have the model"
            )
        }
    }
}
