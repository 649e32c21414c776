package import Fleet
package import Routing

/// A virtual fleet, network and users around one scheme: events in order of time, nothing else moves.
package final class World<S: Scheme> {
    enum Event {
        case arrival(Int)
        case backend(Int, version: Int)
        case beat(Int, repeats: Bool)
        case delivery(Heartbeat)
        case wake
        case unreachable(job: Int, attempt: Int)
        case late(job: Int, attempt: Int)
        case leave(Int)
        case loadFailed(Int, Int)
        case fault(Int, Trouble)
    }

    enum Trouble {
        case die, revive, stall, recover, sleep, awake, meeting, meetingEnds
    }

    package struct Progress: Sendable {
        package var arrivedAt = Instant.distantPast
        package var firstTokenAt: Instant?
        package var endedAt: Instant?
        package var outcome: Outcome?
        package var nodes: [Int] = []
        package var placedAt = Instant.distantPast
        var isRunning = false
        var isStreaming = false
    }

    package let setting: Setting
    package var scheme: S
    package let backends: [VirtualBackend]
    package private(set) var jobs: [Job] = []
    package private(set) var progress: [Progress] = []
    package private(set) var problems: [String] = []
    package private(set) var now = Instant(nanoseconds: 1_000_000_000)
    package private(set) var fingerprint = Fingerprint()
    package private(set) var eventCount = 0
    /// Requests sent to a machine whose owner was in a meeting.
    package private(set) var disturbances = 0
    var events = EventQueue<Event>()
    var chance: Chance
    var sequences: [UInt64]
    var isAsleep: [Bool]
    var heat: [Double]
    private var plannedWake = Instant.distantFuture
    private var unfinished = 0
    private let isChecked: Bool

    package init(_ setting: Setting, scheme: S, seed: UInt64, backends: [VirtualBackend], isChecked: Bool) {
        var chance = Chance(seed: seed)
        var traffic = chance.fork()
        self.setting = setting
        self.scheme = scheme
        self.backends = backends
        self.isChecked = isChecked
        sequences = backends.map { _ in 0 }
        isAsleep = backends.map { _ in false }
        heat = backends.map { _ in 0 }
        self.chance = chance
        var at = now + 2
        for (gap, job) in setting.traffic.jobs(setting.jobCount, &traffic) {
            at = at + Seconds(gap)
            events.insert(.arrival(jobs.count), at: at)
            jobs.append(job)
            progress.append(Progress())
        }
        unfinished = jobs.count
        for index in backends.indices {
            events.insert(.beat(index, repeats: true), at: now)
            planFaults(index)
        }
    }

    /// Runs until every request has come to its end.
    package func run() {
        while unfinished > 0, let (at, event) = events.next() {
            now = max(now, at)
            eventCount += 1
            fingerprint.add(UInt64(bitPattern: now.nanoseconds))
            handle(event)
            planWake()
            if isChecked { check() }
            if problems.count > 10 || eventCount > 3_000_000 { return }
        }
    }

    private func handle(_ event: Event) {
        switch event {
        case .arrival(let job): arrive(job)
        case .backend(let index, let version): stepBackend(index, version)
        case .beat(let index, let repeats): makeBeat(index, repeats: repeats)
        case .delivery(let beat): perform(scheme.heartbeat(beat, at: now))
        case .wake:
            plannedWake = .distantFuture
            if let due = scheme.wakeAt, due <= now { perform(scheme.wake(at: now)) }
        case .unreachable(let job, let attempt):
            if isCurrent(job, attempt) { fail(job, .connecting, .connection) }
        case .late(let job, let attempt): giveUp(job, attempt)
        case .leave(let job): leave(job)
        case .loadFailed(let node, let model): perform(scheme.loaded(node, model, succeeded: false, at: now))
        case .fault(let index, let trouble): happen(trouble, index)
        }
    }

    private func planWake() {
        guard let due = scheme.wakeAt, due < plannedWake else { return }
        plannedWake = due
        events.insert(.wake, at: max(due, now))
    }

    // MARK: - Requests

    private func arrive(_ job: Int) {
        progress[job].arrivedAt = now
        if let patience = jobs[job].patience { events.insert(.leave(job), at: now + Seconds(patience)) }
        perform(scheme.submit(job, request(jobs[job]), at: now))
    }

    /// What the router can know of it: the prompt's length roughly, the answer's not at all.
    private func request(_ job: Job) -> Request {
        var request = Request(
            models: [setting.models[job.model].name],
            client: ClientID(hash: UInt64(job.client)),
            promptTokens: Int(Double(job.promptTokens) * (0.9 + 0.2 * chance.unit()))
        )
        request.prefix = job.marks.map { PrefixMark(hash: $0.hash, tokens: $0.tokens) }
        request.priority = job.isBatch ? .batch : .normal
        return request
    }

    func perform(_ decisions: [Decision]) {
        for decision in decisions {
            switch decision {
            case .place(let job, let node, let context): place(job, node, context)
            case .load(let node, let model, let context): load(node, model, context)
            case .end(let job, let outcome): end(job, outcome)
            }
        }
    }

    private func place(_ job: Int, _ node: Int, _ context: Int) {
        fingerprint.add(UInt64(job) << 16 | UInt64(node))
        if progress[job].outcome != nil { problems.append("job \(job) placed after its end") }
        if progress[job].isRunning { problems.append("job \(job) placed while running") }
        if progress[job].nodes.contains(node) { problems.append("job \(job) placed twice on node \(node)") }
        progress[job].nodes.append(node)
        progress[job].placedAt = now
        progress[job].isRunning = true
        if backends[node].foreignLoad > 0, setting.machines[node].ownerIsSeen { disturbances += 1 }
        let attempt = progress[job].nodes.count
        guard backends[node].isUp, !isAsleep[node] else {
            events.insert(.unreachable(job: job, attempt: attempt), at: now + (isAsleep[node] ? 3 : 0.01))
            return
        }
        backends[node].send(job, jobs[job], context: context, at: now)
        events.insert(.late(job: job, attempt: attempt), at: now + Seconds(setting.firstTokenMax))
        plan(node)
    }

    private func load(_ node: Int, _ model: Int, _ context: Int) {
        guard backends[node].isUp, !isAsleep[node] else {
            events.insert(.loadFailed(node, model), at: now + (isAsleep[node] ? 3 : 0.01))
            return
        }
        backends[node].load(model, context: context, at: now)
        plan(node)
    }

    private func end(_ job: Int, _ outcome: Outcome) {
        if progress[job].outcome != nil { problems.append("job \(job) ended twice") }
        progress[job].outcome = outcome
        progress[job].endedAt = now
        progress[job].isRunning = false
        unfinished -= 1
    }

    private func leave(_ job: Int) {
        guard progress[job].outcome == nil else { return }
        if progress[job].isRunning, let node = progress[job].nodes.last {
            backends[node].abort(job, at: now)
            plan(node)
        }
        progress[job].isRunning = false
        perform(scheme.cancelled(job, at: now))
    }

    // MARK: - Backends

    func plan(_ index: Int) {
        backends[index].version += 1
        guard let next = backends[index].nextEvent(at: now) else { return }
        events.insert(.backend(index, version: backends[index].version), at: max(next, now))
    }

    private func stepBackend(_ index: Int, _ version: Int) {
        guard backends[index].version == version else { return }
        let happenings = backends[index].step(at: now)
        plan(index)
        for happening in happenings {
            switch happening {
            case .firstToken(let job):
                progress[job].firstTokenAt = now
                progress[job].isStreaming = true
                perform(scheme.firstToken(job, at: now))
            case .finished(let job):
                progress[job].isRunning = false
                perform(scheme.finished(job, tokens: jobs[job].outputTokens, at: now))
            case .loaded(let model):
                perform(scheme.loaded(index, model, succeeded: true, at: now))
            }
        }
    }

    private func isCurrent(_ job: Int, _ attempt: Int) -> Bool {
        progress[job].isRunning && progress[job].nodes.count == attempt
    }

    private func giveUp(_ job: Int, _ attempt: Int) {
        guard isCurrent(job, attempt), let node = progress[job].nodes.last else { return }
        if !progress[job].isStreaming {
            backends[node].abort(job, at: now)
            plan(node)
            fail(job, .waiting, .firstTokenLate)
        } else if backends[node].isStalled || isAsleep[node] {
            backends[node].abort(job, at: now)
            plan(node)
            fail(job, .streaming, .torn)
        } else {
            events.insert(.late(job: job, attempt: attempt), at: now + Seconds(setting.stallMax))
        }
    }

    func fail(_ job: Int, _ stage: AttemptFailure.Stage, _ kind: AttemptFailure.Kind) {
        progress[job].isRunning = false
        perform(scheme.failed(job, AttemptFailure(stage: stage, kind: kind), at: now))
    }

    // MARK: - Checking

    private func check() {
        for problem in scheme.audit(at: now) { problems.append("event \(eventCount): \(problem)") }
        if let due = scheme.wakeAt, due < now { problems.append("event \(eventCount): an overdue wake was missed") }
    }

    /// Jobs the world believes to be at a backend, for the scheme's own count to be held against.
    package var runningCount: Int { progress.count { $0.isRunning } }
}
