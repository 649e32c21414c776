import Fleet
import Routing
import Simulation

/// The best-known router of this kind, from its published weights: points, a queue for each node and model that binds
/// at arrival, a rebalancer every five seconds, and a second node warmed when a queue is three deep.
///
/// Substitution and downloads are off, as they are for everybody here.
struct Peer: Scheme {
    private struct Entry {
        let job: Int
        let request: Request
        let model: Int
        let arrivedAt: Instant
        var startedAt = Instant.distantPast
    }

    private struct Line {
        var pending: [Entry] = []
        var running: [Entry] = []
    }

    private struct Key: Hashable {
        let node: Int
        let model: Int
    }

    private var router: EarlyRouter
    private var lines: [Key: Line] = [:]
    private var homes: [Int: Key] = [:]
    private var latencies: [Key: [Double]] = [:]
    private var sessions: [UInt64: (node: Int, at: Instant)] = [:]
    private var prefixes: [UInt64: (node: Int, at: Instant)] = [:]
    private var nextRound = Instant(nanoseconds: 0)
    private var warming: Set<Key> = []
    private var held: [(job: Int, request: Request)] = []

    init(_ setting: Setting) {
        router = EarlyRouter(setting)
    }

    var wakeAt: Instant? { nextRound }

    // MARK: - Scoring

    private func score(_ request: Request, _ model: Int, _ node: Int, at now: Instant) -> Double {
        guard let holding = router.holding(model, node), let backend = router.backend(node) else { return -1000 }
        let line = lines[Key(node: node, model: model)] ?? Line()
        let depth = Double(line.pending.count + line.running.count)
        var points = residence(holding, at: now)
        points += memoryFit(holding, router.fleet[backend])
        points -= min(30, depth / relativeBandwidth(node) * 6)
        points -= min(25, depth * p75(model, node) / 10)
        points += role(holding, router.fleet[backend])
        points += contextFit(request, holding)
        return points + affinity(request, node, depth, at: now)
    }

    private func residence(_ holding: Holding, at now: Instant) -> Double {
        if holding.isResident { return 50 }
        return now - holding.unloadedAt < 1800 ? 30 : 10
    }

    private func memoryFit(_ holding: Holding, _ backend: Backend) -> Double {
        if holding.isResident { return 20 }
        let ratio = Double(backend.memoryFree?.value ?? 0) / Double(max(holding.size?.value ?? 1, 1))
        return ratio > 2 ? 20 : ratio > 1.5 ? 15 : ratio > 1.2 ? 8 : ratio >= 1 ? 3 : 0
    }

    private func bandwidth(_ node: Int) -> Double {
        (router.backend(node).flatMap { router.fleet[$0].memoryBandwidth?.value } ?? 0) / 1e9
    }

    private func relativeBandwidth(_ node: Int) -> Double {
        let all = router.setting.machines.indices.map { bandwidth($0) }.filter { $0 > 0 }.sorted()
        guard !all.isEmpty, bandwidth(node) > 0 else { return 1 }
        return min(max(bandwidth(node) / all[all.count / 2], 0.25), 4)
    }

    private func p75(_ model: Int, _ node: Int) -> Double {
        guard let seen = latencies[Key(node: node, model: model)], !seen.isEmpty else {
            let size = Double(router.holding(model, node)?.size?.value ?? 5_000_000_000) / 1e9
            return 100 / max(10, bandwidth(node) * 1.2 / max(1, size / 10))
        }
        return seen.sorted()[seen.count * 3 / 4]
    }

    private func role(_ holding: Holding, _ backend: Backend) -> Double {
        let size = Double(holding.size?.value ?? 0) / 1e9
        let bonus = min(25, 5 + (backend.memoryBandwidth?.value ?? 0) / 1e9 / 40)
        return size > 20 ? bonus : size < 8 ? max(3, 18 - 0.6 * bonus) : 0.6 * bonus
    }

    private func contextFit(_ request: Request, _ holding: Holding) -> Double {
        guard holding.isResident, let context = holding.contextLength else { return 0 }
        let ratio = Double(context) / Double(max(request.promptTokens, 1))
        return ratio < 1 ? -15 : ratio < 1.5 ? 3 : ratio < 3 ? 7.5 : ratio < 8 ? 12 : 15
    }

    private func affinity(_ request: Request, _ node: Int, _ depth: Double, at now: Instant) -> Double {
        if let session = sessions[request.client.hash], now - session.at < 900 {
            return session.node == node ? 20 / (1 + depth / 2) : 0
        }
        guard let mark = request.prefix.dropFirst(3).first, let home = prefixes[mark.hash], now - home.at < 900,
            home.node == node
        else { return 0 }
        return 10 / (1 + depth / 2)
    }

    /// It rules out: offline, paused, the model neither loaded nor fitting beside what is. Where that leaves nobody it
    /// would answer 503; here it gets the others back, so that everybody serves the same requests.
    private func candidates(_ model: Int) -> [Int] {
        let views = router.views(model)
        let fitting = views.filter { view in
            guard !view.isResident, let backend = router.backend(view.node),
                let free = router.fleet[backend].memoryFree
            else { return true }
            return free >= (router.holding(model, view.node)?.size ?? .zero)
        }
        return (fitting.isEmpty ? views : fitting).map(\.node)
    }

    // MARK: - Queues

    mutating func submit(_ job: Int, _ request: Request, at now: Instant) -> [Decision] {
        guard let model = router.setting.models.firstIndex(where: { $0.name == request.models[0] }) else {
            return [.end(job: job, .refused(.modelUnknown))]
        }
        let ranked = candidates(model).map { ($0, score(request, model, $0, at: now)) }
            .sorted { $0.1 != $1.1 ? $0.1 > $1.1 : $0.0 < $1.0 }
        guard let best = ranked.first?.0 else {
            held.append((job, request))
            return []
        }
        let key = Key(node: best, model: model)
        lines[key, default: Line()].pending.append(Entry(job: job, request: request, model: model, arrivedAt: now))
        homes[job] = key
        sessions[request.client.hash] = (best, now)
        if let mark = request.prefix.dropFirst(3).first { prefixes[mark.hash] = (best, now) }
        var decisions = pump(key, at: now)
        let depth = (lines[key]?.pending.count ?? 0) + (lines[key]?.running.count ?? 0)
        if depth >= 3, ranked.count > 1 { decisions += warm(Key(node: ranked[1].0, model: model)) }
        return decisions
    }

    private mutating func warm(_ key: Key) -> [Decision] {
        guard let holding = router.holding(key.model, key.node), !holding.isResident, !holding.isLoading,
            warming.insert(key).inserted
        else { return [] }
        return [.load(node: key.node, model: key.model, context: 0)]
    }

    /// Workers: by free memory at two gigabytes each, at most what the backend runs in parallel.
    private func workers(_ key: Key) -> Int {
        let free = Double(router.backend(key.node).flatMap { router.fleet[$0].memoryFree?.value } ?? 0) / 1e9
        return min(min(max(Int(free / 2), 1), 8), router.setting.machines[key.node].slots)
    }

    private mutating func pump(_ key: Key, at now: Instant) -> [Decision] {
        var decisions: [Decision] = []
        while var entry = lines[key]?.pending.first, (lines[key]?.running.count ?? 0) < workers(key) {
            lines[key]?.pending.removeFirst()
            entry.startedAt = now
            lines[key]?.running.append(entry)
            decisions.append(.place(job: entry.job, node: key.node, context: 0))
        }
        return decisions
    }

    mutating func wake(at now: Instant) -> [Decision] {
        nextRound = now + 5
        var decisions: [Decision] = []
        for key in lines.keys.sorted(by: { ($0.node, $0.model) < ($1.node, $1.model) }) {
            guard let line = lines[key], line.pending.count >= 4 else { continue }
            guard let target = target(from: key) else { continue }
            for _ in 0..<min(line.pending.count / 2, 3) {
                guard let entry = lines[key]?.pending.popLast() else { break }
                homes[entry.job] = target
                lines[target, default: Line()].pending.append(entry)
            }
            decisions += pump(target, at: now)
        }
        return decisions
    }

    private func target(from key: Key) -> Key? {
        candidates(key.model).filter { $0 != key.node }.map { Key(node: $0, model: key.model) }.first { other in
            let line = lines[other] ?? Line()
            return router.holding(key.model, other.node)?.isResident == true
                && line.pending.count + line.running.count < 4
        }
    }

    mutating func heartbeat(_ beat: Heartbeat, at now: Instant) -> [Decision] {
        _ = try? router.fleet.apply(beat, at: now)
        warming = warming.filter { router.holding($0.model, $0.node)?.isResident != true }
        let waiting = held
        held = []
        return waiting.flatMap { submit($0.job, $0.request, at: now) }
    }

    mutating func finished(_ job: Int, tokens: Int, at now: Instant) -> [Decision] {
        guard let key = homes.removeValue(forKey: job) else { return [] }
        if let index = lines[key]?.running.firstIndex(where: { $0.job == job }) {
            let entry = lines[key]?.running.remove(at: index)
            latencies[key, default: []].append((now - (entry?.startedAt ?? now)).value)
            if latencies[key, default: []].count > 500 { latencies[key]?.removeFirst() }
        }
        return [.end(job: job, .completed)] + pump(key, at: now)
    }

    mutating func firstToken(_ job: Int, at now: Instant) -> [Decision] { [] }
    mutating func failed(_ job: Int, _ failure: AttemptFailure, at now: Instant) -> [Decision] {
        [.end(job: job, .failed(failure))]
    }
    mutating func cancelled(_ job: Int, at now: Instant) -> [Decision] { [.end(job: job, .cancelled)] }
    mutating func loaded(_ node: Int, _ model: Int, succeeded: Bool, at now: Instant) -> [Decision] { [] }
}
