import Fleet
import Testing

@testable import Routing

@Test func `a preview names the place the request then gets, and changes nothing`() throws {
    var stage = try Stage([
        beat("laptop", [resident("llama3")]) { $0.memoryBandwidth = .gigabytes(100) },
        beat("studio", [resident("llama3")]) { $0.memoryBandwidth = .gigabytes(800) },
    ])
    let preview = stage.dispatcher.preview(request("llama3"), at: stage.now)
    guard case .place(let placement) = preview.fate else {
        Issue.record("it would be placed, not \(preview.fate)")
        return
    }
    #expect(stage.dispatcher.ticketCount == 0)
    stage.submit(request("llama3"))
    #expect(stage.placements.map(\.holding) == [placement.holding])
    #expect(preview.receipts.map(\.chosen) == [placement.holding])
    #expect(preview.receipts[0].candidates.count == 2)
}

@Test func `a preview says that a request would wait, where in the line, and for what`() throws {
    var stage = try Stage([beat("a", [resident("llama3")])])
    stage.submit(request("llama3"))
    stage.submit(request("llama3"))
    let preview = stage.dispatcher.preview(request("llama3", client: 2), at: stage.now)
    guard case .wait(let entry) = preview.fate else {
        Issue.record("it would wait, not \(preview.fate)")
        return
    }
    #expect(entry.position == 1 && entry.expectedStartIn > .zero)
    let receipt = try #require(preview.receipts.last)
    #expect(receipt.candidates[0].action == .wait && receipt.candidates[0].costs.wait > .zero)
    let id = stage.submit(request("llama3", client: 2))
    #expect(stage.dispatcher.queueEntry(of: id, at: stage.now) == entry)
    #expect(stage.placements.count == 1)
}

@Test func `a preview of a request at the end of a long line has its prices all the same`() throws {
    var stage = try Stage([beat("a", [resident("llama3")])])
    for client in 0..<50 { stage.submit(request("llama3", client: UInt64(client))) }
    let preview = stage.dispatcher.preview(request("llama3", client: 99), at: stage.now)
    guard case .wait(let entry) = preview.fate else {
        Issue.record("it would wait, not \(preview.fate)")
        return
    }
    #expect(entry.position == 49)
    #expect(preview.receipts.map(\.candidates.count) == [1])
}

@Test func `a preview of a request that would be turned away says so, and what it would have cost`() throws {
    var policy = RoutingPolicy()
    policy.laneLengthMax = 2
    policy.clientShareMax = 1
    var stage = try Stage([beat("a", [resident("llama3")])], policy: policy)
    for _ in 0..<3 { stage.submit(request("llama3")) }
    let preview = stage.dispatcher.preview(request("llama3"), at: stage.now)
    guard case .refuse(.laneFull) = preview.fate else {
        Issue.record("its line is full, not \(preview.fate)")
        return
    }
    #expect(preview.receipts.map(\.candidates.count) == [1])
    guard case .refuse(.modelUnknown) = stage.dispatcher.preview(request("nobody"), at: stage.now).fate else {
        Issue.record("nobody has that model")
        return
    }
}

@Test func `a preview that falls back shows why the model asked for is out`() throws {
    let stage = try Stage([beat("a", [resident("llama3"), onDisk("huge", gigabytes: 90)])])
    let preview = stage.dispatcher.preview(request("huge", "llama3"), at: stage.now)
    #expect(preview.receipts.map(\.candidates.count) == [0, 1])
    guard case .cannotFit? = preview.receipts[0].rejected.first?.verdict else {
        Issue.record("it cannot fit: \(preview.receipts[0].rejected)")
        return
    }
}

@Test func `what a cache saves is told, and taken off only once`() throws {
    var stage = try Stage([beat("a", [resident("llama3", context: 32_768)])])
    var turn = request("llama3", prompt: 6000)
    let cold = try stage.receipt(turn).candidates[0].costs
    turn.prefix = [PrefixMark(hash: 7, tokens: 5000)]
    let id = stage.submit(turn)
    stage.take(stage.dispatcher.firstToken(id, at: stage.now))
    stage.take(stage.dispatcher.cancel(id, at: stage.now))
    let warm = try stage.receipt(turn).candidates[0].costs
    #expect(cold.saved == .zero && warm.saved > .zero)
    #expect(abs((warm.prefill + warm.saved - cold.prefill).value) < 1e-9)
    #expect(warm.total(decodeWeight: 0.2) < cold.total(decodeWeight: 0.2))
}

@Test func `a lane tells how long it is and when one more could begin`() throws {
    var stage = try Stage([beat("a", [resident("llama3")])])
    #expect(stage.dispatcher.queueLanes().isEmpty && stage.dispatcher.queue(at: stage.now).isEmpty)
    for client in 0..<4 { stage.submit(request("llama3", client: UInt64(client))) }
    let lane = try #require(stage.dispatcher.queueLanes().first)
    #expect(lane.model == name("llama3") && lane.waiting == 3 && lane.slots == 1)
    let queue = stage.dispatcher.queue(at: stage.now)
    #expect(queue.allSatisfy { $0.expectedStartIn < lane.expectedStartIn })
    #expect(stage.dispatcher.queue(at: stage.now, limit: 2) == Array(queue.prefix(2)))
}
