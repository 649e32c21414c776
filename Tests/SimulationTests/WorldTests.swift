import Fleet
import Testing

@testable import Simulation

private let start = Instant(nanoseconds: 1_000_000_000)

private func backend(slots: Int = 1) throws -> VirtualBackend {
    var machine = MachineSpec(name: "a", speed: 1e11, memory: .gigabytes(16))
    machine.slots = slots
    machine.models = [0, 1]
    machine.resident = [0]
    let names = try ["m", "n"].map { try #require(ModelName($0)) }
    return VirtualBackend(machine, names.map { ModelSpec(name: $0, size: .gigabytes(10)) })
}

/// Lets it run until nothing more happens; answers when the last thing did.
private func settle(_ backend: VirtualBackend, from: Instant) -> (at: Instant, finished: [Int]) {
    var at = from
    var finished: [Int] = []
    while let next = backend.nextEvent(at: at) {
        at = next
        for case .finished(let job) in backend.step(at: at) { finished.append(job) }
    }
    return (at, finished)
}

@Test func `two requests that share a machine take longer than one and less than two`() throws {
    let job = Job(model: 0, client: 0, promptTokens: 500, outputTokens: 100)
    let alone = try backend(slots: 2)
    alone.send(0, job, context: 0, at: start)
    let one = settle(alone, from: start).at - start
    let shared = try backend(slots: 2)
    shared.send(0, job, context: 0, at: start)
    shared.send(1, job, context: 0, at: start)
    let end = settle(shared, from: start)
    #expect(end.finished.count == 2)
    #expect(end.at - start > one * 1.2)
    #expect(end.at - start < one * 2)
}

@Test func `a prompt whose beginning is cached is read faster`() throws {
    let machine = try backend()
    var job = Job(model: 0, client: 0, promptTokens: 4096, outputTokens: 2)
    job.marks = (1...8).map { Job.Mark(hash: UInt64($0), tokens: $0 * 512) }
    machine.send(0, job, context: 0, at: start)
    let first = settle(machine, from: start).at
    machine.send(1, job, context: 0, at: first)
    let second = settle(machine, from: first).at
    #expect((second - first) < (first - start) * 0.2)
}

@Test func `a model that does not fit beside another takes its place, once it is idle`() throws {
    let machine = try backend()
    machine.send(0, Job(model: 0, client: 0, promptTokens: 100, outputTokens: 50), context: 0, at: start)
    machine.send(1, Job(model: 1, client: 0, promptTokens: 100, outputTokens: 50), context: 0, at: start)
    #expect(machine.loadCount == 0)
    #expect(settle(machine, from: start).finished == [0, 1])
    #expect(machine.loadCount == 1)
    #expect(!machine.states[0].isResident)
}

@Test func `traffic has the lengths and gaps of its trace`() {
    var chance = Chance(seed: 3)
    var traffic = Traffic()
    traffic.rate = 5.53
    let jobs = traffic.jobs(20_000, &chance)
    let gap = jobs.reduce(0) { $0 + $1.gap } / 20_000
    let prompts = jobs.map(\.job.promptTokens).sorted()
    let outputs = jobs.map(\.job.outputTokens).sorted()
    #expect(abs(gap * 5.53 - 1) < 0.05)
    // Medians of the lognormals fitted to the trace: e^6.633 and e^5.019.
    #expect(abs(Double(prompts[10_000]) / 760 - 1) < 0.1)
    #expect(abs(Double(outputs[10_000]) / 151 - 1) < 0.1)
}
