import Fleet
import Testing

@testable import Learning

private let start = Instant(nanoseconds: 0)

private func fleet(_ models: [String]) throws -> FleetState {
    var report = BackendReport(name: "ollama", kind: .ollama)
    report.slots = 2
    report.models = try models.map { ModelReport(try #require(ModelName($0)), .disk) }
    var fleet = FleetState()
    fleet.addStatic(report, node: "mini", at: start)
    return fleet
}

@Test func `what was learned survives a restart, under new numbers`() throws {
    let before = try fleet(["a", "b"])
    var experience = Experience()
    experience.meet(before.backends[0], in: before)
    let b = before.holdings[1]
    let seen = Observation(promptTokens: 900, timeToFirstToken: 1, outputTokens: 200, decode: 20)
    for _ in 0..<30 { experience.latency.learn(seen, b, before.backends[0]) }
    experience.output.learn(b.model, ClientID(hash: 1), tokens: 77)

    let after = try fleet(["b", "a"])
    var restored = Experience(experience.archived(before))
    restored.meet(after.backends[0], in: after)
    restored.latency.prepare(after.holdings[0], after.backends[0])
    let expected = try #require(experience.latency[b.id]).decode(tokens: 100, concurrency: 1)
    let got = try #require(restored.latency[after.holdings[0].id]).decode(tokens: 100, concurrency: 1)
    #expect(abs(got / expected - 1) < 0.05)
    #expect(restored.output.histogram(of: after.holdings[0].model) == experience.output.histogram(of: b.model))
}

@Test func `what has not come back yet is kept for the next restart`() throws {
    let before = try fleet(["a"])
    var experience = Experience()
    experience.meet(before.backends[0], in: before)
    experience.latency.prepare(before.holdings[0], before.backends[0])
    let second = Experience(experience.archived(before)).archived(FleetState())
    #expect(second.holdings.count == 1)
}

@Test func `a backend restarted with other slots starts its capacity over`() throws {
    var state = try fleet(["a"])
    var experience = Experience()
    experience.meet(state.backends[0], in: state)
    #expect(experience.slots(HoldingID(index: 0)) == 2)
    var report = BackendReport(name: "ollama", kind: .ollama)
    report.slots = 4
    state.addStatic(report, node: "mini", at: start)
    experience.meet(state.backends[0], in: state)
    #expect(experience.slots(HoldingID(index: 0)) == 4)
}
