import Fleet
import Routing
import Testing

@testable import Simulation

@Test(arguments: UInt64(1)...12)
func `everything holds after every event`(seed: UInt64) {
    let report = Trial(seed: seed, jobCount: 60).run()
    #expect(report.problems.isEmpty, "seed \(seed): make simulate SEED=\(seed)")
    #expect(report.outcomes["open"] == nil)
}

@Test func `the same seed runs the same, another differently`() {
    let first = Trial(seed: 5, jobCount: 40).run()
    #expect(first.fingerprint == Trial(seed: 5, jobCount: 40).run().fingerprint)
    #expect(first.fingerprint != Trial(seed: 6, jobCount: 40).run().fingerprint)
}

/// Seeds that once failed, by what they found.
@Test(arguments: [
    // Two lanes claimed the same free slot for each other and both waited.
    0x1f, 0x22, 0x24, 0x27,
])
func `what a seed once found stays mended`(seed: UInt64) {
    #expect(Trial(seed: seed).run().problems.isEmpty)
}

@Test func `the checker sees a ticket that is placed twice and one that ends twice`() {
    var setting = Setting()
    setting.models = ModelName("m").map { [ModelSpec(name: $0, size: .gigabytes(4))] } ?? []
    var machine = MachineSpec(name: "a", speed: 1e11, memory: .gigabytes(32))
    machine.models = [0]
    machine.resident = [0]
    setting.machines = [machine]
    setting.jobCount = 1
    let backends = [VirtualBackend(machine, setting.models)]
    let world = World(setting, scheme: Careless(), seed: 1, backends: backends, isChecked: true)
    world.run()
    #expect(world.problems.contains { $0.contains("placed while running") })
    #expect(world.problems.contains { $0.contains("ended twice") })
}

/// Places every job twice on one node, and ends it as often as it can.
private struct Careless: Scheme {
    var wakeAt: Instant? { nil }
    mutating func submit(_ job: Int, _ request: Request, at now: Instant) -> [Decision] {
        [.place(job: job, node: 0, context: 0), .place(job: job, node: 0, context: 0)]
    }
    mutating func heartbeat(_ beat: Heartbeat, at now: Instant) -> [Decision] { [] }
    mutating func firstToken(_ job: Int, at now: Instant) -> [Decision] { [] }
    mutating func finished(_ job: Int, tokens: Int, at now: Instant) -> [Decision] {
        [.end(job: job, .completed), .end(job: job, .completed)]
    }
    mutating func failed(_ job: Int, _ failure: AttemptFailure, at now: Instant) -> [Decision] { [] }
    mutating func cancelled(_ job: Int, at now: Instant) -> [Decision] { [] }
    mutating func loaded(_ node: Int, _ model: Int, succeeded: Bool, at now: Instant) -> [Decision] { [] }
    mutating func wake(at now: Instant) -> [Decision] { [] }
}
