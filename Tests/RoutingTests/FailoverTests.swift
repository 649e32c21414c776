import Fleet
import Learning
import Testing

@testable import Routing

@Test func `before the first byte another node tries, and never the same one`() throws {
    var stage = try Stage((0..<4).map { beat("n\($0)", [resident("llama3")]) })
    let id = stage.submit(request("llama3"))
    stage.fail(id, .connecting, .connection)
    stage.fail(id, .waiting, .status(503))
    stage.fail(id, .waiting, .status(500))
    #expect(Set(stage.nodes).count == 3)
    #expect(stage.placements.map(\.attempt) == [1, 2, 3])
    guard case .failed(let failure)? = stage.ends[id] else {
        Issue.record("expected a failure")
        return
    }
    #expect(failure.kind == .status(500))
}

@Test func `after the first byte nothing is tried again`() throws {
    var stage = try Stage([beat("a", [resident("llama3")]), beat("b", [resident("llama3")])])
    let id = stage.submit(request("llama3"))
    stage.take(stage.dispatcher.firstToken(id, at: stage.now))
    stage.fail(id, .streaming, .torn)
    #expect(stage.placements.count == 1)
    #expect(stage.ends[id] == .failed(AttemptFailure(stage: .streaming, kind: .torn)))
}

@Test func `a request nobody would take is not tried again`() throws {
    var stage = try Stage([beat("a", [resident("llama3")]), beat("b", [resident("llama3")])])
    let id = stage.submit(request("llama3"))
    stage.fail(id, .waiting, .rejected(400))
    #expect(stage.placements.count == 1)
    #expect(stage.ends[id] != nil)
}

@Test func `a retry keeps its place before those who came later`() throws {
    var stage = try Stage([beat("a", [resident("llama3")]), beat("b", [resident("llama3")])])
    let first = stage.submit(request("llama3"))
    let second = stage.submit(request("llama3"))
    let third = stage.submit(request("llama3"))
    stage.fail(first, .waiting, .tooManyRequests)
    #expect(stage.ends[first] == nil)
    stage.finish(second)
    #expect(stage.placements.last?.ticket == first)
    #expect(stage.node(of: third) == stage.nodes[0])
}

@Test func `a node that dies costs a request one attempt, then none`() throws {
    var stage = try Stage([
        beat("dead", [resident("llama3")]) { $0.memoryBandwidth = .gigabytes(900) },
        beat("b", [resident("llama3")]) { $0.slots = 8 },
    ])
    var attempts: [Int] = []
    for number in 0..<20 {
        stage.now = stage.now + 0.1
        let id = stage.submit(request("llama3", client: UInt64(number)))
        if stage.node(of: id) == "dead" { stage.fail(id, .connecting, .connection) }
        attempts.append(stage.placements.filter { $0.ticket == id }.count)
        stage.finish(id)
    }
    #expect(attempts.max() == 2)
    #expect(attempts.suffix(15).allSatisfy { $0 == 1 })
}

@Test func `busy is not broken`() throws {
    var breaker = Breaker()
    #expect(AttemptFailure(stage: .waiting, kind: .tooManyRequests).countsAgainstBackend == false)
    #expect(AttemptFailure(source: .client, stage: .waiting, kind: .connection).mayMove == false)
    breaker.release(at: start)
    #expect(breaker.verdict(at: start) == .pass)
}

@Test func `an open breaker lets one probe through, and the probe ends on every path`() {
    let policy = RoutingPolicy()
    var breaker = Breaker()
    for _ in 0..<3 { breaker.fail(at: start, policy) }
    #expect(breaker.verdict(at: start) == .block(until: start + 10))
    let later = start + 10
    #expect(breaker.verdict(at: later) == .probe)
    breaker.pass(at: later, policy)
    guard case .block = breaker.verdict(at: later) else {
        Issue.record("a second request passed while the probe was out")
        return
    }
    var failed = breaker
    failed.fail(at: later, policy)
    #expect(failed.verdict(at: later + 19) == .block(until: later + 20))
    var released = breaker
    released.release(at: later)
    #expect(released.verdict(at: later) == .probe)
    var succeeded = breaker
    succeeded.succeed()
    #expect(succeeded.verdict(at: later) == .pass)
    #expect(breaker.verdict(at: later + 20) == .probe)
}

@Test func `a cancelled probe gives its place back`() throws {
    var stage = try Stage([beat("a", [resident("llama3")])])
    for _ in 0..<3 { stage.fail(stage.submit(request("llama3")), .connecting, .connection) }
    let waiting = stage.submit(request("llama3"))
    #expect(stage.node(of: waiting) == nil)
    stage.now = try #require(stage.dispatcher.wakeAt)
    stage.take(stage.dispatcher.wake(at: stage.now))
    #expect(stage.node(of: waiting) == "a")
    stage.take(stage.dispatcher.cancel(waiting, at: stage.now))
    let next = stage.submit(request("llama3"))
    #expect(stage.node(of: next) == "a")
}

@Test func `a backend without the model it claimed is not asked again until it reports it`() throws {
    let two = [beat("a", [resident("llama3")]), beat("b", [resident("llama3")])]
    var stage = try Stage(two)
    let id = stage.submit(request("llama3"))
    stage.fail(id, .waiting, .modelMissing)
    #expect(Set(stage.nodes).count == 2)
    stage.finish(id)
    let next = stage.submit(request("llama3"))
    #expect(stage.node(of: next) == stage.nodes[1])
}

@Test func `a failed load is neither repeated at once nor forgotten`() throws {
    var stage = try Stage([beat("a", [onDisk("llama3")]), beat("b", [onDisk("llama3")])])
    let id = stage.submit(request("llama3"))
    let first = try #require(stage.loads.first).holding
    stage.take(stage.dispatcher.loadEnded(first, succeeded: false, at: stage.now + 1))
    let second = try #require(stage.loads.last).holding
    #expect(first != second)
    stage.take(stage.dispatcher.loadEnded(second, succeeded: true, at: stage.now + 9))
    #expect(stage.placements.last?.holding == second)
    stage.finish(id)
    #expect(stage.ends[id] == .completed)
}
