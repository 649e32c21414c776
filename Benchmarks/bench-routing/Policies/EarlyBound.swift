import Fleet
import Learning
import Routing
import Simulation

/// What a policy that binds at arrival can see of a node.
struct NodeView {
    let node: Int
    let running: Int
    let queued: Int
    let slots: Int
    let isResident: Bool
    let isLoading: Bool
}

/// A rule that picks a node at arrival.
protocol Chooser {
    mutating func choose(_ request: Request, _ model: Int, _ nodes: [NodeView], _ router: EarlyRouter, at now: Instant)
        -> Int
    mutating func placed(_ request: Request, _ model: Int, _ node: Int, at now: Instant)
    mutating func finished(
        _ request: Request,
        _ model: Int,
        _ node: Int,
        _ seen: Seen,
        _ router: EarlyRouter,
        at now: Instant
    )
    mutating func heard(_ router: EarlyRouter, at now: Instant)
}

/// What a finished request showed.
struct Seen {
    let arrivedAt: Instant
    let startedAt: Instant
    let firstTokenAt: Instant
    let tokens: Int
    let concurrency: Int
    let wasResident: Bool
}

extension Chooser {
    mutating func placed(_ request: Request, _ model: Int, _ node: Int, at now: Instant) {}
    mutating func finished(
        _ request: Request,
        _ model: Int,
        _ node: Int,
        _ seen: Seen,
        _ router: EarlyRouter,
        at now: Instant
    ) {}
    mutating func heard(_ router: EarlyRouter, at now: Instant) {}
}

/// The books of a router that binds early: a first-in-first-out queue for each node, and what heartbeats said.
struct EarlyRouter {
    struct Entry {
        let job: Int
        let request: Request
        let model: Int
        let arrivedAt: Instant
        var startedAt = Instant.distantPast
        var firstTokenAt = Instant.distantPast
        var concurrency = 1
        var wasResident = true
    }

    let setting: Setting
    var fleet = FleetState()
    var queues: [[Entry]]
    var running: [[Entry]]

    init(_ setting: Setting) {
        self.setting = setting
        queues = setting.machines.map { _ in [] }
        running = queues
    }

    func backend(_ node: Int) -> BackendID? {
        fleet.node(named: setting.machines[node].name).flatMap { fleet.backends(of: $0).first }
    }

    func holding(_ model: Int, _ node: Int) -> Holding? {
        guard let backend = backend(node), let known = fleet.model(named: setting.models[model].name) else {
            return nil
        }
        return fleet.holding(of: known, on: backend).map { fleet[$0] }
    }

    /// Nodes that have the model and may take new work; all that have it if none may.
    func views(_ model: Int) -> [NodeView] {
        let having = setting.machines.indices.filter { index in
            guard let holding = holding(model, index) else { return false }
            return holding.isResident || holding.isLoading || fleet[holding.backend].kind.loadsOnDemand
        }
        let free = having.filter { index in
            guard let id = fleet.node(named: setting.machines[index].name) else { return false }
            return !fleet[id].isPaused && fleet[id].liveness != .offline
        }
        return (free.isEmpty ? having : free).map { view($0, model) }
    }

    private func view(_ node: Int, _ model: Int) -> NodeView {
        let holding = holding(model, node)
        let slots = backend(node).flatMap { fleet[$0].slots } ?? 1
        return NodeView(
            node: node,
            running: running[node].count,
            queued: queues[node].count,
            slots: slots,
            isResident: holding?.isResident ?? false,
            isLoading: holding?.isLoading ?? false
        )
    }
}

/// Binds each request to a node at arrival, by whatever rule, and sends it when that node has a slot.
struct EarlyBound<Rule: Chooser>: Scheme {
    private var rule: Rule
    private var router: EarlyRouter
    private var nodes: [Int: Int] = [:]
    private var held: [(job: Int, request: Request, arrivedAt: Instant)] = []

    init(_ setting: Setting, _ rule: Rule) {
        self.rule = rule
        router = EarlyRouter(setting)
    }

    var wakeAt: Instant? { nil }

    mutating func submit(_ job: Int, _ request: Request, at now: Instant) -> [Decision] {
        guard let model = router.setting.models.firstIndex(where: { $0.name == request.models[0] }) else {
            return [.end(job: job, .refused(.modelUnknown))]
        }
        let views = router.views(model)
        guard !views.isEmpty else {
            held.append((job, request, now))
            return []
        }
        let node = rule.choose(request, model, views, router, at: now)
        rule.placed(request, model, node, at: now)
        router.queues[node].append(.init(job: job, request: request, model: model, arrivedAt: now))
        nodes[job] = node
        return pump(node, at: now)
    }

    private mutating func pump(_ node: Int, at now: Instant) -> [Decision] {
        var decisions: [Decision] = []
        let slots = router.setting.machines[node].slots
        while router.running[node].count < slots, !router.queues[node].isEmpty {
            var entry = router.queues[node].removeFirst()
            entry.startedAt = now
            entry.concurrency = router.running[node].count + 1
            if let holding = router.holding(entry.model, node) {
                entry.wasResident = holding.isResident
                router.fleet.noteUsed(holding.id, at: now)
            }
            router.running[node].append(entry)
            decisions.append(.place(job: entry.job, node: node, context: 0))
        }
        return decisions
    }

    mutating func heartbeat(_ beat: Heartbeat, at now: Instant) -> [Decision] {
        _ = try? router.fleet.apply(beat, at: now)
        rule.heard(router, at: now)
        let waiting = held
        held = []
        return waiting.flatMap { submit($0.job, $0.request, at: now) }
    }

    mutating func firstToken(_ job: Int, at now: Instant) -> [Decision] {
        guard let node = nodes[job], let index = router.running[node].firstIndex(where: { $0.job == job }) else {
            return []
        }
        router.running[node][index].firstTokenAt = now
        if let holding = router.holding(router.running[node][index].model, node) {
            router.fleet.noteResident(holding.id, at: now)
        }
        return []
    }

    mutating func finished(_ job: Int, tokens: Int, at now: Instant) -> [Decision] {
        guard let node = nodes.removeValue(forKey: job),
            let index = router.running[node].firstIndex(where: { $0.job == job })
        else { return [] }
        let entry = router.running[node].remove(at: index)
        let seen = Seen(
            arrivedAt: entry.arrivedAt,
            startedAt: entry.startedAt,
            firstTokenAt: entry.firstTokenAt,
            tokens: tokens,
            concurrency: entry.concurrency,
            wasResident: entry.wasResident
        )
        rule.finished(entry.request, entry.model, node, seen, router, at: now)
        return [.end(job: job, .completed)] + pump(node, at: now)
    }

    // The benchmark's machines do not die and its users stay.
    mutating func failed(_ job: Int, _ failure: AttemptFailure, at now: Instant) -> [Decision] {
        [.end(job: job, .failed(failure))]
    }
    mutating func cancelled(_ job: Int, at now: Instant) -> [Decision] { [.end(job: job, .cancelled)] }
    mutating func loaded(_ node: Int, _ model: Int, succeeded: Bool, at now: Instant) -> [Decision] { [] }
    mutating func wake(at now: Instant) -> [Decision] { [] }
}
