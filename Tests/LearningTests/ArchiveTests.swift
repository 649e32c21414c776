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
    let seen = Observation(promptTokens: 900, timeToFirstToken: 1, outputTokens: 200, decode: 20)
    experience.latency.learn(seen, before.holdings[0], before.backends[0])
    experience.output.learn(before.holdings[0].model, ClientID(hash: 1), tokens: 77)
    let first = experience.archived(before)
    let second = Experience(first).archived(FleetState())
    #expect(second.holdings == first.holdings && first.holdings.count == 1)
    #expect(second.backends == first.backends && first.backends.count == 1)
    #expect(second.models == first.models && first.models.count == 1)
}

@Test func `what is known of a model stays known when it comes back on another backend`() throws {
    let before = try fleet(["a"])
    var experience = Experience()
    experience.meet(before.backends[0], in: before)
    experience.output.learn(before.holdings[0].model, ClientID(hash: 1), tokens: 77)
    let first = experience.archived(before)

    var report = BackendReport(name: "other", kind: .vllm)
    report.models = [ModelReport(try #require(ModelName("a")), .resident)]
    var after = FleetState()
    after.addStatic(report, node: "studio", at: start)
    var restored = Experience(first)
    restored.meet(after.backends[0], in: after)
    #expect(restored.archived(after).models == first.models && first.models.count == 1)
}

@Test func `of what taught nothing, nothing is kept`() throws {
    let state = try fleet(["a", "b", "c"])
    var experience = Experience()
    experience.meet(state.backends[0], in: state)
    for holding in state.holdings where holding.place != .gone {
        experience.latency.prepare(holding, state.backends[0])
    }
    let empty = experience.archived(state)
    #expect(empty.holdings.isEmpty && empty.backends.isEmpty && empty.models.isEmpty && empty.nodes.isEmpty)
    experience.latency.fail(state.holdings[1].id, isTruncation: true, at: start)
    #expect(experience.archived(state).holdings.count == 1)
}

@Test func `each lesson is counted, and a look at what is known is none`() throws {
    let state = try fleet(["a"])
    let (holding, backend) = (state.holdings[0], state.backends[0])
    var experience = Experience()
    experience.meet(backend, in: state)
    experience.latency.prepare(holding, backend)
    #expect(experience.lessons == 0)
    let seen = Observation(promptTokens: 900, timeToFirstToken: 1, outputTokens: 200, decode: 20)
    experience.latency.learn(seen, holding, backend)
    experience.latency.fail(holding.id, isTruncation: false, at: start)
    experience.latency.learnLoad(ByteCount(1_000_000), took: 1, isWarm: true, on: backend.id)
    experience.output.learn(holding.model, ClientID(hash: 1), tokens: 77)
    experience.learnCapacity(holding.id, tokensPerSecond: 30, concurrency: 1)
    experience.thermal.learn(NodeID(index: 0), .serious, ratio: 1.5)
    #expect(experience.lessons == 6)
    for context in [2048, 2048, 8192] {
        experience.memory.learn(holding.model, file: nil, resident: ByteCount(5_000_000_000), context: context)
    }
    #expect(experience.lessons == 8)
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
