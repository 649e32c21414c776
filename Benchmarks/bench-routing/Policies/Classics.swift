import Fleet
import Learning
import Routing
import Simulation

/// Any node that has the model.
struct Random: Chooser {
    var chance: Chance
    mutating func choose(_ request: Request, _ model: Int, _ nodes: [NodeView], _ router: EarlyRouter, at now: Instant)
        -> Int
    {
        nodes[chance.below(nodes.count)].node
    }
}

/// One after the other.
struct RoundRobin: Chooser {
    private var turns: [Int: Int] = [:]
    mutating func choose(_ request: Request, _ model: Int, _ nodes: [NodeView], _ router: EarlyRouter, at now: Instant)
        -> Int
    {
        turns[model, default: -1] += 1
        return nodes[(turns[model] ?? 0) % nodes.count].node
    }
}

/// The fewest requests running or waiting, whatever the node can do at once.
struct LeastConnections: Chooser {
    mutating func choose(_ request: Request, _ model: Int, _ nodes: [NodeView], _ router: EarlyRouter, at now: Instant)
        -> Int
    {
        nodes.min { ($0.running + $0.queued, $0.node) < ($1.running + $1.queued, $1.node) }?.node ?? nodes[0].node
    }
}

/// The shortest queue for each slot; among equals one that has the model loaded.
struct ShortestQueue: Chooser {
    mutating func choose(_ request: Request, _ model: Int, _ nodes: [NodeView], _ router: EarlyRouter, at now: Instant)
        -> Int
    {
        nodes.min { key($0) < key($1) }?.node ?? nodes[0].node
    }

    private func key(_ node: NodeView) -> (Double, Int, Int) {
        (Double(node.running + node.queued) / Double(node.slots), node.isResident ? 0 : 1, node.node)
    }
}

/// Two at random, the one with the shorter queue for each slot.
struct TwoChoices: Chooser {
    var chance: Chance
    mutating func choose(_ request: Request, _ model: Int, _ nodes: [NodeView], _ router: EarlyRouter, at now: Instant)
        -> Int
    {
        let a = nodes[chance.below(nodes.count)]
        let b = nodes[chance.below(nodes.count)]
        let isFirst = (a.running + a.queued) * b.slots <= (b.running + b.queued) * a.slots
        return isFirst ? a.node : b.node
    }
}

/// The soonest first token, by the same learned rates ours uses: queue, load and prompt; no affinity, bound at arrival.
struct LeastExpectedWait: Chooser {
    private var experience = Experience()

    mutating func heard(_ router: EarlyRouter, at now: Instant) {
        for backend in router.fleet.backends { experience.meet(backend, in: router.fleet) }
    }

    mutating func choose(_ request: Request, _ model: Int, _ nodes: [NodeView], _ router: EarlyRouter, at now: Instant)
        -> Int
    {
        var best = (node: nodes[0].node, seconds: Seconds(.infinity))
        for view in nodes {
            guard let holding = router.holding(model, view.node) else { continue }
            let seconds = wait(view, router, at: now) + load(holding, view) + prefill(request, holding, view, router)
            if seconds < best.seconds { best = (view.node, seconds) }
        }
        return best.node
    }

    private mutating func wait(_ view: NodeView, _ router: EarlyRouter, at now: Instant) -> Seconds {
        guard view.running + view.queued >= view.slots else { return .zero }
        var total = Seconds.zero
        for entry in router.running[view.node] {
            let elapsed = now - entry.startedAt
            let whole = service(entry, view, router)
            total += max(whole - elapsed, whole * 0.2)
        }
        for entry in router.queues[view.node] { total += service(entry, view, router) }
        return total / Double(view.slots)
    }

    private mutating func service(_ entry: EarlyRouter.Entry, _ view: NodeView, _ router: EarlyRouter) -> Seconds {
        guard let holding = router.holding(entry.model, view.node) else { return .zero }
        let tokens = experience.output.expected(holding.model, entry.request.client, limit: nil)
        let prompt = prefill(entry.request, holding, view, router)
        guard let rates = experience.latency[holding.id] else { return prompt }
        return prompt + rates.decode(tokens: tokens, concurrency: Double(view.slots))
    }

    private mutating func prefill(_ request: Request, _ holding: Holding, _ view: NodeView, _ router: EarlyRouter)
        -> Seconds
    {
        experience.latency.prepare(holding, router.fleet[holding.backend])
        guard let rates = experience.latency[holding.id] else { return .zero }
        return rates.prefill(
            tokens: Double(request.promptTokens),
            concurrency: Double(min(view.running + 1, view.slots))
        )
    }

    private func load(_ holding: Holding, _ view: NodeView) -> Seconds {
        guard !view.isResident else { return .zero }
        let size = holding.size ?? .gigabytes(5)
        return size / experience.latency.loadRates(on: holding.backend).cold
    }

    mutating func finished(
        _ request: Request,
        _ model: Int,
        _ node: Int,
        _ seen: Seen,
        _ router: EarlyRouter,
        at now: Instant
    ) {
        guard let known = router.holding(model, node) else { return }
        let holding = (known, router.fleet[known.backend])
        experience.output.learn(holding.0.model, request.client, tokens: seen.tokens)
        guard seen.wasResident else {
            experience.latency.learnLoad(
                holding.0.size ?? .gigabytes(5),
                took: seen.firstTokenAt - seen.startedAt,
                isWarm: false,
                on: holding.0.backend
            )
            return
        }
        let observation = Observation(
            promptTokens: request.promptTokens,
            timeToFirstToken: seen.firstTokenAt - seen.startedAt,
            outputTokens: seen.tokens,
            decode: now - seen.firstTokenAt,
            concurrency: Double(seen.concurrency)
        )
        experience.latency.learn(observation, holding.0, holding.1)
    }
}
