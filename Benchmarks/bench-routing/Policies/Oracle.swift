import Fleet
import Routing
import Simulation

/// Knows what nobody can: how long every answer will be, every true rate, every cache, at every instant.
///
/// It decides as a router would (first come, first served; the earliest first token; late), only with the truth, so the
/// distance to it is what not knowing costs.
final class Oracle: Scheme {
    private let backends: [VirtualBackend]
    private let jobs: [Job]
    private let setting: Setting
    private var waiting: [Int] = []
    private var retryAt: Instant?
    private let decodeWeight: Double

    init(_ setting: Setting, _ backends: [VirtualBackend], _ jobs: [Job], decodeWeight: Double = 0.15) {
        self.setting = setting
        self.backends = backends
        self.jobs = jobs
        self.decodeWeight = decodeWeight
    }

    var wakeAt: Instant? { retryAt }

    func submit(_ job: Int, _ request: Request, at now: Instant) -> [Decision] {
        waiting.append(job)
        return plan(at: now)
    }

    private func plan(at now: Instant) -> [Decision] {
        retryAt = nil
        var decisions: [Decision] = []
        var claims = backends.map { _ in 0.0 }
        var taken = backends.map { _ in 0 }
        var kept: [Int] = []
        for (place, job) in waiting.enumerated() {
            guard place - decisions.count < 24 else {
                kept += waiting[place...]
                break
            }
            guard let choice = best(job, claims, taken, at: now) else {
                kept.append(job)
                retryAt = min(retryAt ?? .distantFuture, now + 5)
                continue
            }
            if choice.wait <= 0 {
                decisions.append(.place(job: job, node: choice.node, context: 0))
                taken[choice.node] += 1
            } else {
                claims[choice.node] += choice.service / Double(setting.machines[choice.node].slots)
                kept.append(job)
                retryAt = min(retryAt ?? .distantFuture, now + Seconds(max(choice.wait, 0.05)))
            }
        }
        waiting = kept
        return decisions
    }

    private func best(_ job: Int, _ claims: [Double], _ taken: [Int], at now: Instant)
        -> (node: Int, wait: Double, service: Double)?
    {
        var best: (node: Int, wait: Double, service: Double)?
        var lowest = Double.infinity
        for (node, backend) in backends.enumerated() where setting.machines[node].models.contains(jobs[job].model) {
            guard backend.foreignLoad == 0 else { continue }
            let price = price(job, backend, claims[node], taken[node], at: now)
            guard let price, price.total < lowest else { continue }
            lowest = price.total
            best = (node, price.wait, price.service)
        }
        return best
    }

    private func price(_ job: Int, _ backend: VirtualBackend, _ claim: Double, _ taken: Int, at now: Instant)
        -> (total: Double, wait: Double, service: Double)?
    {
        let work = jobs[job]
        let active = backend.runs.count + taken
        let sharing = min(active + 1, backend.spec.slots)
        let prefill =
            Double(max(work.promptTokens - backend.cachedTokens(work), 1))
            / backend.prefillRate(work.model, sharing: sharing)
        let decode = Double(work.outputTokens) / backend.decodeRate(work.model, sharing: sharing)
        var load = 0.0
        if !backend.states[work.model].isResident {
            guard backend.spec.kind.loadsOnDemand else { return nil }
            load =
                backend.loading?.model == work.model
                ? max(0, ((backend.loading?.until ?? now) - now).value)
                : backend.loadTime(work.model, at: now).value * 1.5
        }
        let wait = active < backend.spec.slots ? 0 : nextFree(backend) + claim
        let total = wait + load + prefill + decode * decodeWeight
        return (total, wait, prefill + decode)
    }

    private func nextFree(_ backend: VirtualBackend) -> Double {
        let count = max(backend.active, 1)
        let rests = backend.runs.map { run -> Double in
            let decode = backend.decodeRate(run.model, sharing: count)
            switch run.phase {
            case .decode: return run.left / decode
            case .prefill:
                return run.left / backend.prefillRate(run.model, sharing: count) + Double(run.outputTokens) / decode
            case .queued: return 5
            }
        }
        return max(rests.min() ?? 0, 0.01)
    }

    func heartbeat(_ beat: Heartbeat, at now: Instant) -> [Decision] { plan(at: now) }
    func firstToken(_ job: Int, at now: Instant) -> [Decision] { [] }
    func finished(_ job: Int, tokens: Int, at now: Instant) -> [Decision] {
        [.end(job: job, .completed)] + plan(at: now)
    }
    func failed(_ job: Int, _ failure: AttemptFailure, at now: Instant) -> [Decision] {
        [.end(job: job, .failed(failure))] + plan(at: now)
    }
    func cancelled(_ job: Int, at now: Instant) -> [Decision] {
        waiting.removeAll { $0 == job }
        return [.end(job: job, .cancelled)] + plan(at: now)
    }
    func loaded(_ node: Int, _ model: Int, succeeded: Bool, at now: Instant) -> [Decision] { plan(at: now) }
    func wake(at now: Instant) -> [Decision] { plan(at: now) }
}
