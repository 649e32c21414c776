package import Fleet
import Learning
package import Routing

/// The production dispatcher in a simulated world: it translates numbers and does nothing else.
package struct ProductionScheme: Scheme {
    package private(set) var dispatcher: Dispatcher
    private var tickets: [Int: TicketID] = [:]
    private var jobs: [TicketID: Int] = [:]
    private let setting: Setting
    private let nodesByName: [String: Int]
    package private(set) var problems: [String] = []
    private let isPreviewed: Bool

    /// - Parameter isPreviewed: every request is previewed before it is submitted, and the two are compared.
    package init(_ setting: Setting, policy: RoutingPolicy = .init(), isPreviewed: Bool = false) {
        dispatcher = Dispatcher(policy: policy)
        self.isPreviewed = isPreviewed
        self.setting = setting
        nodesByName = Dictionary(uniqueKeysWithValues: setting.machines.enumerated().map { ($1.name, $0) })
    }

    package var wakeAt: Instant? { dispatcher.wakeAt }

    package mutating func submit(_ job: Int, _ request: Request, at now: Instant) -> [Decision] {
        let preview = isPreviewed ? dispatcher.preview(request, at: now) : nil
        let (ticket, effects) = dispatcher.submit(request, at: now)
        if let preview { check(preview, ticket, effects, at: now) }
        tickets[job] = ticket
        jobs[ticket] = job
        return translate(effects, at: now)
    }

    package mutating func heartbeat(_ beat: Heartbeat, at now: Instant) -> [Decision] {
        // A beat that was overtaken is refused, and that is all there is to it.
        let effects = (try? dispatcher.heartbeat(beat, at: now)) ?? []
        return translate(effects, at: now)
    }

    package mutating func firstToken(_ job: Int, at now: Instant) -> [Decision] {
        guard let ticket = tickets[job] else { return [] }
        return translate(dispatcher.firstToken(ticket, at: now), at: now)
    }

    package mutating func finished(_ job: Int, tokens: Int, at now: Instant) -> [Decision] {
        guard let ticket = tickets[job] else { return [] }
        return translate(dispatcher.settle(ticket, .completed(Usage(outputTokens: tokens)), at: now), at: now)
    }

    package mutating func failed(_ job: Int, _ failure: AttemptFailure, at now: Instant) -> [Decision] {
        guard let ticket = tickets[job] else { return [] }
        return translate(dispatcher.settle(ticket, .failed(failure), at: now), at: now)
    }

    package mutating func cancelled(_ job: Int, at now: Instant) -> [Decision] {
        guard let ticket = tickets[job] else { return [] }
        return translate(dispatcher.cancel(ticket, at: now), at: now)
    }

    package mutating func loaded(_ node: Int, _ model: Int, succeeded: Bool, at now: Instant) -> [Decision] {
        let fleet = dispatcher.fleet
        guard let id = fleet.node(named: setting.machines[node].name), let backend = fleet.backends(of: id).first,
            let known = fleet.model(named: setting.models[model].name),
            let holding = fleet.holding(of: known, on: backend),
            succeeded || fleet[holding].isLoading
        else { return [] }
        return translate(dispatcher.loadEnded(holding, succeeded: succeeded, at: now), at: now)
    }

    package mutating func wake(at now: Instant) -> [Decision] { translate(dispatcher.wake(at: now), at: now) }

    private mutating func translate(_ effects: [Effect], at now: Instant) -> [Decision] {
        effects.compactMap { effect in
            switch effect {
            case .place(let placement):
                check(placement)
                guard let job = jobs[placement.ticket], let node = node(of: placement.backend) else { return nil }
                return .place(job: job, node: node, context: placement.context ?? 0)
            case .load(let order):
                guard let node = node(of: order.backend), let model = model(order.holding) else { return nil }
                return .load(node: node, model: model, context: order.context ?? 0)
            case .end(let ticket, let outcome):
                guard let job = jobs.removeValue(forKey: ticket) else {
                    problems.append("a ticket ended that was not there")
                    return nil
                }
                tickets[job] = nil
                return .end(job: job, outcome)
            }
        }
    }

    private func node(of backend: BackendID) -> Int? {
        nodesByName[dispatcher.fleet.nodeProfiles[Int(dispatcher.fleet[backend].node.index)].name]
    }

    private func model(_ holding: HoldingID) -> Int? {
        let name = dispatcher.fleet.servedNames[Int(holding.index)]
        return setting.models.firstIndex { $0.name == name }
    }

    // MARK: - Checking

    private mutating func check(_ placement: Placement) {
        let node = dispatcher.fleet[placement.node]
        if node.isPaused { problems.append("\(placement.ticket) was placed on a paused node") }
        if node.liveness == .offline || node.isDraining { problems.append("placed on a node that is not there") }
        if placement.receipt.replay() != placement.holding { problems.append("a receipt replays to another choice") }
        if !placement.receipt.candidates.allSatisfy(\.total.isFinite) { problems.append("a score is not finite") }
    }

    /// What was foretold is what happened.
    private mutating func check(_ preview: Preview, _ ticket: TicketID, _ effects: [Effect], at now: Instant) {
        let placed = effects.lazy.compactMap { effect -> HoldingID? in
            if case .place(let placement) = effect, placement.ticket == ticket { placement.holding } else { nil }
        }.first
        let refusal = effects.lazy.compactMap { effect -> Refusal? in
            if case .end(ticket, .refused(let refusal)) = effect { refusal } else { nil }
        }.first
        let isTrue =
            switch preview.fate {
            case .place(let placement): placement.holding == placed && preview.receipts.last?.replay() == placed
            case .wait(let entry): placed == nil && entry == dispatcher.queueEntry(of: ticket, at: now)
            case .refuse(let foretold): foretold == refusal
            }
        if !isTrue { problems.append("a preview said \(preview.fate), and something else happened") }
    }

    package func audit(at now: Instant) -> [String] {
        problems + dispatcher.audit(at: now)
    }
}
