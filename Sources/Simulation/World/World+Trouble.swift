import Fleet
import Routing

/// What goes wrong, and what the machines say about themselves meanwhile.
extension World {
    func planFaults(_ index: Int) {
        let faults = setting.faults
        plan(.die, index, every: faults.diesEvery)
        plan(.stall, index, every: faults.stallsEvery)
        plan(.sleep, index, every: faults.sleepsEvery)
        plan(.meeting, index, every: setting.machines[index].meetings?.every)
    }

    private func plan(_ trouble: Trouble, _ index: Int, every mean: Double?) {
        guard let mean else { return }
        events.insert(.fault(index, trouble), at: now + Seconds(chance.exponential(mean: mean)))
    }

    func happen(_ trouble: Trouble, _ index: Int) {
        let backend = backends[index]
        backend.advance(to: now)
        switch trouble {
        case .die:
            kill(index)
            plan(.revive, index, every: 60)
        case .revive:
            backend.revive(at: now)
            plan(.die, index, every: setting.faults.diesEvery)
        case .stall:
            backend.isStalled = true
            plan(.recover, index, every: 90)
        case .recover:
            backend.isStalled = false
            plan(.stall, index, every: setting.faults.stallsEvery)
        case .sleep:
            isAsleep[index] = true
            backend.isStalled = true
            plan(.awake, index, every: 120)
        case .awake:
            isAsleep[index] = false
            backend.isStalled = false
            plan(.sleep, index, every: setting.faults.sleepsEvery)
        case .meeting:
            backend.foreignLoad = 0.3 + 0.3 * chance.unit()
            plan(.meetingEnds, index, every: setting.machines[index].meetings?.last)
            events.insert(.beat(index, repeats: false), at: now)
        case .meetingEnds:
            backend.foreignLoad = 0
            plan(.meeting, index, every: setting.machines[index].meetings?.every)
            events.insert(.beat(index, repeats: false), at: now)
        }
        plan(index)
    }

    private func kill(_ index: Int) {
        guard backends[index].isUp else { return }
        for victim in backends[index].die(at: now) {
            fail(victim.job, victim.wasStreaming ? .streaming : .waiting, victim.wasStreaming ? .torn : .connection)
        }
        for model in setting.models.indices { perform(scheme.loaded(index, model, succeeded: false, at: now)) }
    }

    // MARK: - Heartbeats

    func makeBeat(_ index: Int, repeats: Bool) {
        backends[index].advance(to: now)
        warm(index)
        plan(index)
        sequences[index] += 1
        if repeats {
            events.insert(
                .beat(index, repeats: true),
                at: now + Seconds(setting.heartbeatEvery * (0.95 + 0.1 * chance.unit()))
            )
        }
        guard !isAsleep[index], !chance.happens(setting.faults.beatLost) else { return }
        let delay = Seconds(0.001 + chance.unit() * setting.faults.beatLateMax)
        events.insert(.delivery(report(index)), at: now + delay)
    }

    /// Work heats a machine, rest cools it.
    private func warm(_ index: Int) {
        let busy = backends[index].takeBusySeconds()
        guard let through = setting.machines[index].heatsIn else { return }
        let share = min(busy / setting.heartbeatEvery, 1)
        heat[index] += (share - heat[index]) * min(setting.heartbeatEvery / through, 1)
        let level = [0.45, 0.65, 0.9].count { heat[index] > $0 }
        backends[index].thermal = ThermalState(rawValue: level) ?? .nominal
    }

    private func report(_ index: Int) -> Heartbeat {
        let backend = backends[index]
        let spec = setting.machines[index]
        var report = BackendReport(name: "main", kind: spec.kind)
        report.isReachable = backend.isUp
        report.slots = spec.slots
        report.running = chance.happens(setting.faults.beatLies) ? chance.below(4) : backend.active
        report.memoryTotal = spec.memory
        report.memoryFree = backend.memoryFree
        report.memoryBandwidth = spec.reportsBandwidth ? BytesPerSecond(spec.speed * 1.5) : nil
        report.models = spec.models.map { modelReport($0, backend) }
        var beat = Heartbeat(node: spec.name)
        beat.sequence = sequences[index]
        beat.run = 1
        beat.thermal = spec.heatsIn == nil ? nil : backend.thermal
        beat.pressure = .normal
        beat.foreignLoad = backend.foreignLoad
        beat.busy = backend.foreignLoad > 0 && spec.ownerIsSeen ? [BusyFlag(cause: .camera)] : []
        beat.backends = [report]
        return beat
    }

    private func modelReport(_ model: Int, _ backend: VirtualBackend) -> ModelReport {
        let spec = setting.models[model]
        let state = backend.states[model]
        let isLoading = backend.loading?.model == model
        let place: ModelReport.Place = state.isResident ? .resident : isLoading ? .loading(done: nil) : .disk
        var report = ModelReport(spec.name, place)
        report.size = spec.size
        report.contextMax = spec.contextMax
        if state.isResident {
            report.residentSize = spec.memory(context: state.context)
            report.contextLength = state.context
        }
        return report
    }
}
