import Fleet
import Simulation

/// One of the 64 situations: a fleet, a workload, and how hard it is driven.
struct Cell: Hashable {
    /// The last two are no part of the comparison: they show what heat and what owners' own work are worth knowing.
    enum Park: String { case equal, studio, mixed, cluster, laptops, owners }
    enum Drive: String, CaseIterable { case low = "30 %", middle = "60 %", high = "90 %", burst }

    let park: Park
    let work: Traffic.Work
    let drive: Drive

    static let all = [Park.equal, .studio, .mixed, .cluster].flatMap { park in
        Traffic.Work.allCases.flatMap { work in Drive.allCases.map { Cell(park: park, work: work, drive: $0) } }
    }

    var name: String { "\(park.rawValue) · \(work) · \(drive.rawValue)" }

    /// `capacity`: requests per second the fleet can serve of this work, as measured with a backlog.
    func setting(capacity: Double, jobs: Int) -> Setting {
        var setting = Setting()
        setting.name = name
        setting.models = Self.models(work)
        setting.machines = machines(setting.models.count)
        setting.traffic.work = work
        setting.traffic.modelCount = setting.models.count
        setting.traffic.isBursty = drive == .burst
        let shares: [Drive: Double] = [.low: 0.3, .middle: 0.6, .high: 0.9, .burst: 0.6]
        setting.traffic.rate = capacity * (shares[drive] ?? 1)
        setting.jobCount = jobs
        setting.firstTokenMax = 1e9
        return setting
    }

    /// Everything at once, to measure what the fleet can serve.
    func backlog(jobs: Int) -> Setting {
        var setting = setting(capacity: 1000, jobs: jobs)
        setting.traffic.isBursty = false
        return setting
    }

    private static func models(_ work: Traffic.Work) -> [ModelSpec] {
        let sizes: [Double] =
            switch work {
            case .chat: [5, 9]
            case .code, .agent: [5]
            case .mixed: [5, 9, 4, 15, 3, 20, 8, 12]
            }
        return sizes.enumerated().compactMap { index, size in
            ModelName("model-\(index)").map { ModelSpec(name: $0, size: .gigabytes(size)) }
        }
    }

    private func machines(_ models: Int) -> [MachineSpec] {
        var machines = plain()
        for index in machines.indices {
            let memory = machines[index].memory.value
            machines[index].models = (0..<models).filter { $0 < 2 || ($0 + index) % 3 != 0 || machines.count < 4 }
            machines[index].resident = memory > 26_000_000_000 && models > 1 ? [0, 1] : [0]
        }
        return machines
    }

    private func plain() -> [MachineSpec] {
        switch park {
        case .equal:
            return (0..<4).map { Self.machine("desk-\($0)", 250e9, 32, slots: 2) }
        case .studio:
            return [
                Self.machine("studio", 750e9, 96, slots: 4, prefill: 40),
                Self.machine("laptop-1", 120e9, 24, slots: 1, heats: true, meets: true),
                Self.machine("laptop-2", 150e9, 24, slots: 1, heats: true, meets: true),
            ]
        case .laptops:
            return (0..<4).map { Self.machine("laptop-\($0)", 200e9, 32, slots: 2, heats: $0 < 2, heatsIn: 60) }
        case .owners:
            return (0..<4).map { index in
                var machine = Self.machine("desk-\(index)", 250e9, 32, slots: 2)
                machine.meetings = (every: 300, last: 300)
                machine.ownerIsSeen = false
                return machine
            }
        case .mixed:
            let speeds: [Double] = [60, 90, 120, 200, 250, 300, 400, 600]
            return speeds.enumerated().map { index, speed in
                Self.machine(
                    "node-\(index)",
                    speed * 1e9,
                    24 + Double(index) * 6,
                    slots: 1 + index / 3,
                    prefill: index % 3 == 0 ? 15 : 30,
                    heats: index < 4,
                    meets: index == 1 || index == 3
                )
            }
        case .cluster:
            var cluster = Self.machine("cluster", 800e9, 256, slots: 1, prefill: 12)
            cluster.kind = .exo
            cluster.resident = [0]
            return [cluster] + (0..<3).map { Self.machine("mini-\($0)", 150e9 + Double($0) * 50e9, 32, slots: 2) }
        }
    }

    private static func machine(
        _ name: String,
        _ speed: Double,
        _ memory: Double,
        slots: Int,
        prefill: Double = 25,
        heats: Bool = false,
        heatsIn: Double = 240,
        meets: Bool = false
    ) -> MachineSpec {
        var machine = MachineSpec(name: name, speed: speed, memory: .gigabytes(memory))
        machine.slots = slots
        machine.prefillAdvantage = prefill
        machine.heatsIn = heats ? heatsIn : nil
        machine.meetings = meets ? (every: 1500, last: 400) : nil
        return machine
    }
}
