import Fleet
import Testing

@testable import Learning

private let model = ModelID(index: 0)
private let client = ClientID(hash: 1)

@Test func `the rest of a long answer grows with what was produced`() {
    var lengths = OutputLength()
    for _ in 0..<80 { lengths.learn(model, client, tokens: 20) }
    for _ in 0..<20 { lengths.learn(model, client, tokens: 2000) }
    let fresh = lengths.rest(model, produced: 0)
    #expect((250...600).contains(fresh))
    #expect(lengths.rest(model, produced: 100) > fresh)
}

@Test func `a client that writes short answers is known for it, and its own limit holds`() {
    var lengths = OutputLength()
    for _ in 0..<50 {
        lengths.learn(model, client, tokens: 10)
        lengths.learn(model, ClientID(hash: 2), tokens: 800)
    }
    #expect(lengths.expected(model, client, limit: nil) < 100)
    #expect(lengths.expected(model, ClientID(hash: 2), limit: nil) > 600)
    #expect(lengths.expected(model, ClientID(hash: 2), limit: 50) == 50)
}

@Test func `clients come and go, and memory stays bounded`() {
    var lengths = OutputLength(clientsMax: 100)
    for index in 0..<10_000 { lengths.learn(model, ClientID(hash: UInt64(index)), tokens: 10) }
    #expect(Mirror(reflecting: lengths).children.contains { ($0.value as? any Collection)?.count ?? 0 > 100 } == false)
}

@Test func `reported slots are a limit that is never exceeded`() {
    var capacity = CapacityEstimate(reported: 4, kind: .ollama)
    for _ in 0..<100 { capacity.learn(tokensPerSecond: 30, concurrency: 4) }
    #expect(capacity.slots == 4)
}

@Test func `a batching server is explored while throughput grows`() {
    var capacity = CapacityEstimate(reported: nil, kind: .vllm)
    #expect(capacity.slots == 8)
    for _ in 0..<400 {
        let slots = Double(capacity.slots)
        // Throughput saturates at 32 requests.
        capacity.learn(tokensPerSecond: min(slots, 32) * 10 / slots, concurrency: slots)
    }
    #expect((32...48).contains(capacity.slots))
}

@Test func `slots are given up when everybody gets slower than throughput grows`() {
    var capacity = CapacityEstimate(reported: 4, kind: .llamaServer)
    for _ in 0..<100 {
        capacity.learn(tokensPerSecond: 30, concurrency: 1)
        capacity.learn(tokensPerSecond: 14, concurrency: 2)
        capacity.learn(tokensPerSecond: 8, concurrency: 3)
        capacity.learn(tokensPerSecond: 4, concurrency: 4)
    }
    #expect(capacity.slots < 4)
}

@Test func `two sizes at two contexts separate weights from cache`() throws {
    var memory = MemoryCost()
    memory.learn(model, file: .gigabytes(5), resident: .gigabytes(6), context: 8192)
    memory.learn(model, file: .gigabytes(5), resident: .gigabytes(9), context: 32_768)
    let need = try #require(memory.need(model, file: nil, context: 65_536))
    #expect((12.5e9...13.5e9).contains(Double(need.value)))
}

@Test func `a model nobody loaded yet needs its file and the usual cache`() throws {
    let memory = MemoryCost()
    let need = try #require(memory.need(model, file: .gigabytes(4.7), context: 8192))
    #expect((5.5e9...6.5e9).contains(Double(need.value)))
    #expect(memory.need(model, file: nil, context: 8192) == nil)
}

@Test func `an hour never seen says nothing, a busy one is remembered and fades`() throws {
    var week = WeeklySlots()
    let monday = WallTime(secondsSince1970: 4 * 86_400)
    #expect(week.chance(monday) == nil)
    for _ in 0..<4 { week.learn(monday, share: 1, hours: 1) }
    #expect(try #require(week.chance(monday)) > 0.95)
    // A workday speaks for workdays, and for no other hour than its own.
    #expect(try #require(week.chance(WallTime(secondsSince1970: 5 * 86_400))) > 0.95)
    #expect(week.chance(WallTime(secondsSince1970: 3 * 86_400)) == nil)
    #expect(week.chance(WallTime(secondsSince1970: 5 * 86_400 + 3600)) == nil)
    for _ in 0..<4 { week.learn(monday, share: 0, hours: 1) }
    #expect(try #require(week.chance(monday)) < 0.5)
}
