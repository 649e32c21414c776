package import Fleet

/// A machine's true behaviour: requests share it, models move in and out of its memory, prompts stay in its cache.
///
/// A reference, because an oracle may look at it while the world moves it; the router under test never does.
package final class VirtualBackend {
    package struct Run {
        package enum Phase { case queued, prefill, decode }

        package let job: Int
        package let model: Int
        package let context: Int
        package let promptTokens: Int
        package let outputTokens: Int
        package let marks: [Job.Mark]
        package var phase = Phase.queued
        /// Tokens of the present phase still to go.
        package var left = 0.0
    }

    package struct ModelState {
        package var isResident = false
        package var context = 0
        package var usedAt = Instant(nanoseconds: 0)
        package var unloadedAt = Instant.distantPast
        package var cache = PromptCache()
    }

    package enum Happening {
        case firstToken(job: Int)
        case finished(job: Int)
        case loaded(model: Int)
    }

    package let spec: MachineSpec
    package let catalog: [ModelSpec]
    package private(set) var runs: [Run] = []
    package private(set) var states: [ModelState]
    package private(set) var loading: (model: Int, context: Int, until: Instant)?
    private var loadsAsked: [(model: Int, context: Int)] = []
    package private(set) var loadCount = 0
    package var thermal = ThermalState.nominal
    package var foreignLoad = 0.0
    package var isStalled = false
    package private(set) var isUp = true
    private(set) var busySeconds = 0.0
    private var updatedAt = Instant(nanoseconds: 0)
    package var version = 0

    package init(_ spec: MachineSpec, _ catalog: [ModelSpec]) {
        self.spec = spec
        self.catalog = catalog
        states = catalog.map { _ in ModelState() }
        for model in spec.resident {
            states[model].isResident = true
            states[model].context = spec.contextLength
        }
    }

    // MARK: - Truth

    package var slowdown: Double {
        let heat = [1.0, 1.12, 1.8, 3.5][thermal.rawValue]
        return heat / max(1 - foreignLoad, 0.1)
    }

    package var active: Int { runs.count { $0.phase != .queued } }

    package func prefillRate(_ model: Int, sharing count: Int) -> Double {
        let alone = spec.speed * spec.prefillAdvantage * catalog[model].advantage / Double(catalog[model].size.value)
        return alone / (1 + spec.prefillSharing * Double(max(count, 1) - 1)) / slowdown
    }

    package func decodeRate(_ model: Int, sharing count: Int) -> Double {
        let alone = spec.speed * catalog[model].advantage / Double(catalog[model].size.value)
        return alone / (1 + spec.decodeSharing * Double(max(count, 1) - 1)) / slowdown
    }

    package func loadTime(_ model: Int, at now: Instant) -> Seconds {
        let isWarm = now - states[model].unloadedAt < 600
        return Seconds(0.8 + Double(catalog[model].size.value) / (isWarm ? spec.loadWarm : spec.loadCold))
    }

    package var memoryFree: ByteCount {
        var used = ByteCount.zero
        for model in states.indices where states[model].isResident {
            used += catalog[model].memory(context: states[model].context)
        }
        if let loading { used += catalog[loading.model].memory(context: loading.context) }
        return spec.memory - used
    }

    // MARK: - What is asked of it

    package func send(_ job: Int, _ work: Job, context: Int, at now: Instant) {
        advance(to: now)
        runs.append(
            Run(
                job: job,
                model: work.model,
                context: context,
                promptTokens: work.promptTokens,
                outputTokens: work.outputTokens,
                marks: work.marks
            )
        )
        admit(at: now)
    }

    package func load(_ model: Int, context: Int, at now: Instant) {
        advance(to: now)
        loadsAsked.append((model, context))
        admit(at: now)
    }

    package func abort(_ job: Int, at now: Instant) {
        advance(to: now)
        runs.removeAll { $0.job == job }
        admit(at: now)
    }

    /// It dies, with everything on it; answers whom that hit and whether their answer had begun.
    package func die(at now: Instant) -> [(job: Int, wasStreaming: Bool)] {
        advance(to: now)
        isUp = false
        isStalled = false
        let victims = runs.map { ($0.job, $0.phase == .decode) }
        runs = []
        loading = nil
        loadsAsked = []
        for model in states.indices where states[model].isResident { unload(model, at: now) }
        return victims
    }

    package func revive(at now: Instant) {
        advance(to: now)
        isUp = true
    }

    // MARK: - Time

    /// When something happens by itself, if nobody interferes.
    package func nextEvent(at now: Instant) -> Instant? {
        guard isUp, !isStalled else { return nil }
        var next = loading?.until
        let count = active
        for run in runs where run.phase != .queued {
            let end = now + Seconds(max(run.left / rate(run, count), 0) + 1e-6)
            next = min(next ?? end, end)
        }
        return next
    }

    package func step(at now: Instant) -> [Happening] {
        advance(to: now)
        var happenings: [Happening] = []
        if let load = loading, load.until <= now, isUp, !isStalled {
            loading = nil
            states[load.model].isResident = true
            states[load.model].context = load.context
            states[load.model].usedAt = now
            happenings.append(.loaded(model: load.model))
        }
        let count = active
        for index in runs.indices where runs[index].phase != .queued {
            guard runs[index].left <= rate(runs[index], count) * 3e-6 else { continue }
            if runs[index].phase == .prefill {
                runs[index].phase = .decode
                runs[index].left = Double(max(runs[index].outputTokens - 1, 0))
                remember(runs[index])
                happenings.append(.firstToken(job: runs[index].job))
            } else {
                happenings.append(.finished(job: runs[index].job))
                runs[index].left = -1
            }
        }
        runs.removeAll { $0.phase == .decode && $0.left < 0 }
        admit(at: now)
        return happenings
    }

    package func advance(to now: Instant) {
        let seconds = max(0, (now - updatedAt).value)
        updatedAt = now
        guard isUp, !isStalled, seconds > 0 else { return }
        let count = active
        if count > 0 { busySeconds += seconds }
        for index in runs.indices where runs[index].phase != .queued {
            runs[index].left = max(0, runs[index].left - seconds * rate(runs[index], count))
            states[runs[index].model].usedAt = now
        }
    }

    /// Busy seconds since last asked, for its heat.
    func takeBusySeconds() -> Double {
        defer { busySeconds = 0 }
        return busySeconds
    }

    private func rate(_ run: Run, _ count: Int) -> Double {
        run.phase == .prefill ? prefillRate(run.model, sharing: count) : decodeRate(run.model, sharing: count)
    }

    // MARK: - Slots and memory

    private func admit(at now: Instant) {
        guard isUp else { return }
        for index in runs.indices where runs[index].phase == .queued {
            let run = runs[index]
            if states[run.model].isResident, states[run.model].context >= run.context {
                guard active < spec.slots else { continue }
                begin(index)
            } else {
                tryLoad(run.model, max(run.context, spec.contextLength), at: now)
            }
        }
        loadsAsked.removeAll { ask in
            states[ask.model].isResident && states[ask.model].context >= ask.context
        }
        for ask in loadsAsked { tryLoad(ask.model, max(ask.context, spec.contextLength), at: now) }
        if let loading { loadsAsked.removeAll { $0.model == loading.model } }
    }

    private func begin(_ index: Int) {
        let run = runs[index]
        let cached = states[run.model].cache.longest(run.marks)
        runs[index].phase = .prefill
        runs[index].left = Double(max(run.promptTokens - cached, 1))
    }

    package func cachedTokens(_ work: Job) -> Int {
        states[work.model].isResident ? states[work.model].cache.longest(work.marks) : 0
    }

    private func remember(_ run: Run) {
        states[run.model].cache.insert(run.marks, capacity: states[run.model].context * spec.slots)
    }

    /// One load at a time; idle models leave for it, the longest unused first; while all are in use it waits.
    private func tryLoad(_ model: Int, _ context: Int, at now: Instant) {
        guard loading == nil else { return }
        if states[model].isResident {
            guard !isUsed(model) else { return }
            unload(model, at: now)
        }
        let need = catalog[model].memory(context: context)
        while memoryFree < need {
            let idle = states.indices.filter { states[$0].isResident && !isUsed($0) }
            guard let victim = idle.min(by: { states[$0].usedAt < states[$1].usedAt }) else { return }
            unload(victim, at: now)
        }
        loading = (model, context, now + loadTime(model, at: now))
        loadCount += 1
    }

    private func isUsed(_ model: Int) -> Bool { runs.contains { $0.model == model && $0.phase != .queued } }

    private func unload(_ model: Int, at now: Instant) {
        states[model].isResident = false
        states[model].unloadedAt = now
        states[model].cache = PromptCache()
    }
}
