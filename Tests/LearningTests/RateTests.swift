import Fleet
import Testing

@testable import Learning

private let holding = Holding(id: HoldingID(index: 0), backend: BackendID(index: 0), model: ModelID(index: 0))
private let backend = Backend(id: BackendID(index: 0), node: NodeID(index: 0), kind: .ollama)

private func served(prefill: Double, decode: Double, concurrency: Double = 1, slowdown: Double = 1) -> Observation {
    Observation(
        promptTokens: 1000,
        timeToFirstToken: Seconds(1000 / prefill),
        prefill: Seconds(1000 / prefill),
        outputTokens: 101,
        decode: Seconds(100 / decode),
        concurrency: concurrency,
        slowdown: slowdown
    )
}

@Test func `rates come to what the backend shows`() throws {
    var history = LatencyHistory()
    for _ in 0..<30 { history.learn(served(prefill: 500, decode: 40), holding, backend) }
    let record = try #require(history[holding.id])
    #expect(abs(record.decode(tokens: 40, concurrency: 1).value - 1) < 0.1)
    #expect(abs(record.prefill(tokens: 500, concurrency: 1).value - 1) < 0.15)
    #expect(record.confidence > 0.8)
}

@Test func `what was seen at one concurrency says something about the next`() throws {
    var history = LatencyHistory()
    for _ in 0..<30 { history.learn(served(prefill: 500, decode: 20, concurrency: 2), holding, backend) }
    let record = try #require(history[holding.id])
    let alone = record.decode(tokens: 100, concurrency: 1)
    let two = record.decode(tokens: 100, concurrency: 2)
    let three = record.decode(tokens: 100, concurrency: 3)
    #expect(abs(two.value - 5) < 0.5)
    #expect(alone < two && two < three)
}

@Test func `one wild value does not undo experience`() throws {
    var history = LatencyHistory()
    for _ in 0..<20 { history.learn(served(prefill: 500, decode: 40), holding, backend) }
    history.learn(served(prefill: 5, decode: 0.4), holding, backend)
    let record = try #require(history[holding.id])
    #expect(record.decode(tokens: 40, concurrency: 1) < 1.1)
}

@Test func `a hot machine is not mistaken for a slow one`() throws {
    var history = LatencyHistory()
    for _ in 0..<30 { history.learn(served(prefill: 250, decode: 20, slowdown: 2), holding, backend) }
    let record = try #require(history[holding.id])
    #expect(abs(record.decode(tokens: 40, concurrency: 1).value - 1) < 0.1)
}

@Test func `before any request bandwidth and size decide`() throws {
    var history = LatencyHistory()
    var big = holding
    big.size = .gigabytes(40)
    var small = Holding(id: HoldingID(index: 1), backend: BackendID(index: 0), model: ModelID(index: 1))
    small.size = .gigabytes(4)
    var studio = backend
    studio.memoryBandwidth = .gigabytes(800)
    history.prepare(big, studio)
    history.prepare(small, studio)
    let slow = try #require(history[big.id]).decode(tokens: 100, concurrency: 1)
    let fast = try #require(history[small.id]).decode(tokens: 100, concurrency: 1)
    #expect(abs(slow / fast - 10) < 0.5)
    #expect((5...20).contains(slow.value))
}

@Test func `a model is predicted on a backend from the other models there`() throws {
    var history = LatencyHistory()
    var known = holding
    known.size = .gigabytes(5)
    for _ in 0..<20 { history.learn(served(prefill: 2000, decode: 100), known, backend) }
    var unseen = Holding(id: HoldingID(index: 1), backend: BackendID(index: 0), model: ModelID(index: 1))
    unseen.size = .gigabytes(10)
    history.prepare(unseen, backend)
    let expected = try #require(history[unseen.id]).decode(tokens: 50, concurrency: 1)
    #expect((0.6...1.6).contains(expected.value))
}

@Test func `failures cost, and are forgiven`() throws {
    var history = LatencyHistory()
    let now = Instant(nanoseconds: 0)
    history.fail(holding.id, isTruncation: false, at: now)
    let record = try #require(history[holding.id])
    #expect(record.failureChance(at: now) > 0.25)
    #expect(record.failureChance(at: now + 600) < 0.01)
}

@Test func `heat is learned per node and state`() {
    var heat = ThermalHistory()
    let node = NodeID(index: 1)
    #expect(heat.slowdown(node, .serious) == 1.5)
    for _ in 0..<30 { heat.learn(node, .serious, ratio: 2.5) }
    #expect((2.2...2.6).contains(heat.slowdown(node, .serious)))
    #expect(heat.slowdown(node, .nominal) == 1)
    #expect(heat.slowdown(NodeID(index: 0), .serious) == 1.5)
}

@Test func `loads from the page cache and from disk have their own rates`() {
    var speeds = SpeedTable()
    for _ in 0..<5 {
        speeds.learnLoad(.gigabytes(10), took: 20, isWarm: false, on: backend.id)
        speeds.learnLoad(.gigabytes(10), took: 2, isWarm: true, on: backend.id)
    }
    #expect((0.4e9...0.65e9).contains(speeds.loadRates(on: backend.id).cold.value))
    #expect((4e9...6e9).contains(speeds.loadRates(on: backend.id).warm.value))
}
