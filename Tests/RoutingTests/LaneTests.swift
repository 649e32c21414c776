import Fleet
import Learning
import Testing

@testable import Routing

@Test func `a request that cannot start waits, and takes the first slot that is free`() throws {
    var stage = try Stage([beat("a", [resident("llama3")]), beat("b", [resident("llama3")])])
    let running = [stage.submit(request("llama3")), stage.submit(request("llama3", client: 2))]
    let third = stage.submit(request("llama3", client: 3))
    #expect(stage.placements.count == 2)
    stage.now = stage.now + 4
    stage.finish(running[1])
    #expect(stage.node(of: third) == stage.node(of: running[1]))
    #expect(stage.placements.last?.waited == 4)
}

@Test func `who leaves while waiting leaves the lane at once`() throws {
    var stage = try Stage([beat("a", [resident("llama3")])])
    let running = stage.submit(request("llama3"))
    let leaving = stage.submit(request("llama3"))
    let staying = stage.submit(request("llama3"))
    stage.take(stage.dispatcher.cancel(leaving, at: stage.now))
    #expect(stage.ends[leaving] == .cancelled)
    #expect(stage.dispatcher.waiting == 1)
    stage.finish(running)
    #expect(stage.node(of: staying) == "a")
}

@Test func `interactive goes before batch`() throws {
    var stage = try Stage([beat("a", [resident("llama3")])])
    let running = stage.submit(request("llama3"))
    var late = request("llama3")
    late.priority = .batch
    let batch = stage.submit(late)
    var urgent = request("llama3")
    urgent.priority = .interactive
    let interactive = stage.submit(urgent)
    stage.finish(running)
    #expect(stage.node(of: interactive) == "a")
    #expect(stage.node(of: batch) == nil)
}

@Test func `a client who floods waits behind their own flood`() throws {
    var policy = RoutingPolicy()
    policy.fairAllowance = 5
    var stage = try Stage([beat("a", [resident("llama3")])], policy: policy)
    var running = stage.submit(request("llama3", client: 1))
    for _ in 0..<20 { stage.submit(request("llama3", client: 1)) }
    let modest = stage.submit(request("llama3", client: 2))
    for _ in 0..<2 where stage.node(of: modest) == nil {
        stage.now = stage.now + 1
        stage.finish(running)
        running = try #require(stage.placements.last).ticket
    }
    #expect(stage.node(of: modest) == "a")
}

@Test func `a ticket ends at its deadline and not before`() throws {
    var stage = try Stage([beat("a", [resident("llama3")])])
    stage.submit(request("llama3"))
    var hasty = request("llama3")
    hasty.deadline = start + 3
    let id = stage.submit(hasty)
    #expect(try #require(stage.dispatcher.wakeAt) <= start + 3)
    stage.now = start + 2.9
    stage.take(stage.dispatcher.wake(at: stage.now))
    #expect(stage.ends[id] == nil)
    stage.now = start + 3
    stage.take(stage.dispatcher.wake(at: stage.now))
    // When to come back is when the line should have moved.
    let outcome = try #require(stage.ends[id])
    if case .expired(let wait) = outcome { #expect(wait >= 1) } else { Issue.record("it ended as \(outcome)") }
}

@Test func `a full lane refuses with a time to come back that grows with the line`() throws {
    var policy = RoutingPolicy()
    policy.laneLengthMax = 4
    var stage = try Stage([beat("a", [resident("llama3")])], policy: policy)
    for client in 0..<5 { stage.submit(request("llama3", client: UInt64(client))) }
    let refused = stage.submit(request("llama3", client: 9))
    guard case .refused(.laneFull(let retryAfter))? = stage.ends[refused] else {
        Issue.record("expected laneFull, got \(String(describing: stage.ends[refused]))")
        return
    }
    #expect(retryAfter > 5)
    #expect(stage.dispatcher.waiting == 4)
}

@Test func `one client cannot fill a lane alone, and bytes are bounded too`() throws {
    var policy = RoutingPolicy()
    policy.laneLengthMax = 10
    policy.waitingBytesMax = ByteCount(1000)
    var stage = try Stage([beat("a", [resident("llama3")])], policy: policy)
    let mine = (0..<8).map { _ in stage.submit(request("llama3", client: 1)) }
    #expect(mine.filter { stage.ends[$0] != nil }.count == 2)
    var big = request("llama3", client: 2)
    big.bytes = ByteCount(2000)
    let id = stage.submit(big)
    guard case .refused(.routerFull)? = stage.ends[id] else {
        Issue.record("expected routerFull")
        return
    }
}

@Test func `nobody has it is unknown, somebody who is away is unavailable, one who never can is unsuitable`() throws {
    var stage = try Stage([beat("a", [resident("llama3")])])
    let unknown = stage.submit(request("nobody-has-this"))
    #expect(stage.ends[unknown] == .refused(.modelUnknown))
    var seeing = request("llama3")
    seeing.capabilities = .vision
    var blind = beat("a", [resident("llama3")])
    blind.backends?[0].models?[0].capabilities = [.chat]
    try stage.beat(blind)
    let unsuitable = stage.submit(seeing)
    #expect(stage.ends[unsuitable] == .refused(.unsuitable(.lacks(.vision))))
    stage.now = start + 60
    stage.take(stage.dispatcher.wake(at: stage.now))
    let away = stage.submit(request("llama3"))
    #expect(stage.ends[away] == .refused(.unavailable(retryAfter: 5)))
}

@Test func `a model is never replaced, except by what the request itself allows`() throws {
    var stage = try Stage([beat("a", [resident("llama3"), onDisk("huge", gigabytes: 90)])])
    let asked = stage.submit(request("huge"))
    #expect(stage.placements.isEmpty)
    #expect(stage.ends[asked] != nil)
    let allowed = stage.submit(request("huge", "llama3"))
    #expect(stage.node(of: allowed) == "a")
    #expect(stage.placements.last?.model == name("llama3"))
}

@Test func `the line shows who is where and when they may expect to start`() throws {
    var stage = try Stage([beat("a", [resident("llama3")])])
    stage.submit(request("llama3"))
    let waiting = (0..<3).map { _ in stage.submit(request("llama3")) }
    stage.now = stage.now + 1
    let queue = stage.dispatcher.queue(at: stage.now)
    #expect(queue.map(\.ticket) == waiting)
    #expect(queue.map(\.position) == [0, 1, 2])
    #expect(queue[0].expectedStartIn < queue[1].expectedStartIn)
    #expect(queue[0].waited == 1)
}

@Test func `a drained node keeps what runs and gets nothing new`() throws {
    var stage = try Stage([beat("a", [resident("llama3")]) { $0.slots = 4 }, beat("b", [resident("llama3")])])
    let node = try #require(stage.dispatcher.fleet.node(named: "a"))
    stage.submit(request("llama3"))
    stage.take(stage.dispatcher.drain(node, true, at: stage.now))
    for client in 0..<4 { stage.submit(request("llama3", client: UInt64(client))) }
    #expect(stage.nodes.filter { $0 == "a" }.count <= 1)
    #expect(stage.nodes.last == "b")
    #expect(stage.dispatcher.waiting == 3)
}

@Test func `a long line makes a second node load, once`() throws {
    var stage = try Stage([
        beat("warm", [resident("llama3")]), beat("cold", [onDisk("llama3")]) { $0.memoryBandwidth = .gigabytes(20) },
    ])
    for client in 0..<30 { stage.submit(request("llama3", client: UInt64(client))) }
    #expect(stage.loads.count == 1)
    let cold = try stage.holding("llama3", on: "cold")
    #expect(stage.loads.first?.holding == cold)
    stage.take(stage.dispatcher.loadEnded(cold, succeeded: true, at: stage.now + 9))
    #expect(stage.nodes.last == "cold")
}

@Test func `a load never evicts what is pinned`() throws {
    var pinned = resident("other", gigabytes: 24)
    pinned.isPinned = true
    let stage = try Stage([beat("a", [pinned, onDisk("llama3", gigabytes: 10)]) { $0.memoryFree = .gigabytes(3) }])
    guard case .cannotFit? = try stage.receipt(request("llama3")).rejected.first?.verdict else {
        Issue.record("expected cannotFit")
        return
    }
}

@Test func `requests of others on a backend count, ours that the report still shows do not`() throws {
    var foreign = beat("a", [resident("llama3")]) { $0.running = 1 }
    var stage = try Stage([foreign])
    stage.submit(request("llama3"))
    #expect(stage.placements.isEmpty)
    foreign.backends?[0].running = 0
    try stage.beat(foreign)
    #expect(stage.placements.count == 1)
    foreign.backends?[0].running = 1
    stage.finish(stage.placements[0].ticket)
    try stage.beat(foreign)
    stage.submit(request("llama3"))
    #expect(stage.placements.count == 2)
}
