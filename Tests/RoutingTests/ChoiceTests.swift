import Fleet
import Learning
import Testing

@testable import Routing

@Test func `the machine that finishes soonest gets the request`() throws {
    var stage = try Stage([
        beat("laptop", [resident("llama3")]) { $0.memoryBandwidth = .gigabytes(100) },
        beat("studio", [resident("llama3")]) { $0.memoryBandwidth = .gigabytes(800) },
    ])
    stage.submit(request("llama3"))
    #expect(stage.nodes == ["studio"])
}

@Test func `ten requests arriving together spread`() throws {
    var stage = try Stage((0..<5).map { beat("n\($0)", [resident("llama3")]) { $0.slots = 2 } })
    for client in 0..<10 { stage.submit(request("llama3", client: UInt64(client))) }
    #expect(Set(stage.nodes).count == 5)
    #expect(stage.placements.count == 10)
}

@Test func `an idle machine that loads in seconds beats a loaded one that is busy for minutes`() throws {
    var stage = try Stage([
        beat("busy", [resident("llama3")]) { $0.memoryBandwidth = .gigabytes(10) },
        beat("idle", [onDisk("llama3")]) { $0.memoryBandwidth = .gigabytes(100) },
    ])
    var long = request("llama3", prompt: 3000)
    long.outputExpected = 3000
    // The first finds both idle: loading is worth it for so much work, and it waits for the load.
    stage.submit(long)
    #expect(stage.loads.map(\.model) == [name("llama3")])
    let idle = try stage.holding("llama3", on: "idle")
    stage.now = stage.now + 8
    stage.take(stage.dispatcher.loadEnded(idle, succeeded: true, at: stage.now))
    #expect(stage.nodes == ["idle"])
}

@Test func `a short request is not worth a load`() throws {
    var stage = try Stage([
        beat("warm", [resident("llama3")]) { $0.memoryBandwidth = .gigabytes(80) },
        beat("cold", [onDisk("llama3")]) { $0.memoryBandwidth = .gigabytes(100) },
    ])
    stage.submit(request("llama3"))
    #expect(stage.nodes == ["warm"])
    #expect(stage.loads.isEmpty)
}

@Test func `heat makes a machine slower, critical heat makes it the last resort`() throws {
    var hot = beat("a", [resident("llama3")])
    hot.thermal = .serious
    let cool = beat("b", [resident("llama3")])
    #expect(try Stage([hot, cool]).receipt(request("llama3")).candidates.map(\.costs.thermal) == [1, 1.5])
    hot.thermal = .critical
    var alone = try Stage([hot])
    alone.submit(request("llama3"))
    #expect(alone.nodes == ["a"])
    var slow = cool
    slow.backends?[0].memoryBandwidth = .gigabytes(1)
    var both = try Stage([hot, slow])
    both.submit(request("llama3"))
    #expect(both.nodes == ["b"])
}

@Test func `what others use of a machine is not there for us`() throws {
    var loaded = beat("a", [resident("llama3")])
    loaded.foreignLoad = 0.75
    let receipt = try Stage([loaded, beat("b", [resident("llama3")])]).receipt(request("llama3"))
    #expect(receipt.candidates.map(\.costs.contention) == [1, 4])
}

@Test func `what a machine does not report is neutral`() throws {
    var silent = beat("silent", [resident("llama3")])
    silent.thermal = nil
    silent.foreignLoad = nil
    silent.busy = nil
    var warm = beat("warm", [resident("llama3")])
    warm.thermal = .serious
    warm.foreignLoad = 0.5
    let receipt = try Stage([silent, warm, beat("cool", [resident("llama3")])]).receipt(request("llama3"))
    let unknown = try #require(receipt.candidates.first { $0.unknown.contains(.thermal) })
    // The lower median of what the two others said.
    #expect(unknown.costs.thermal == 1)
    #expect(unknown.costs.contention == 1)
    let alone = try Stage([silent]).receipt(request("llama3"))
    #expect(alone.candidates[0].costs.thermal == 1)
}

@Test func `an owner who might come back costs seconds, one in a meeting stops new work`() throws {
    var maybe = beat("a", [resident("llama3")])
    maybe.busy = [BusyFlag(cause: .habit, chance: 0.5)]
    let avoided = try Stage([maybe]).receipt(request("llama3"))
    #expect(avoided.candidates[0].costs.busy == 10)

    var meeting = maybe
    meeting.busy = [BusyFlag(cause: .camera)]
    var stage = try Stage([meeting])
    let id = stage.submit(request("llama3"))
    #expect(stage.placements.isEmpty)
    meeting.busy = []
    stage.now = stage.now + 60
    try stage.beat(meeting)
    #expect(stage.node(of: id) == "a")
}

/// Machines whose owners needed them in this hour of last week.
private func habitual(_ beats: [Heartbeat]) throws -> Stage {
    var stage = try Stage([])
    let monday: Int64 = 4 * 86_400 + 9 * 3600
    for second in stride(from: Int64(0), through: 3000, by: 20) {
        for beat in beats {
            var busy = beat
            if beat.node.hasPrefix("office") { busy.foreignLoad = 1 }
            let wall = WallTime(secondsSince1970: monday + second)
            stage.take(try stage.dispatcher.heartbeat(busy, at: stage.now + Seconds(Double(second)), on: wall))
        }
    }
    stage.now = stage.now + 7 * 86_400
    for beat in beats {
        let wall = WallTime(secondsSince1970: monday + 7 * 86_400)
        stage.take(try stage.dispatcher.heartbeat(beat, at: stage.now, on: wall))
    }
    return stage
}

@Test func `an hour in which the owner usually comes costs seconds, the more the longer the request`() throws {
    let stage = try habitual([beat("office", [resident("llama3")]), beat("rack", [resident("llama3")])])
    var costs: [Double] = []
    for prompt in [200, 20_000] {
        let receipt = try stage.receipt(request("llama3", prompt: prompt))
        #expect(receipt.candidates.first { $0.backend.index == 1 }?.costs.busy == .zero)
        costs.append(try #require(receipt.candidates.first { $0.backend.index == 0 }?.costs.busy.value))
    }
    #expect(costs[0] > 0 && costs[1] > costs[0] * 2 && costs[1] <= 20, "\(costs)")
}

@Test func `owners' habits starve no machine, and one that does not mind them is not spared`() throws {
    var office = beat("office", [resident("llama3")])
    var alone = try habitual([office])
    alone.submit(request("llama3"))
    #expect(alone.nodes == ["office"])
    var both = try habitual([office, beat("rack", [resident("llama3")])])
    for client in UInt64(0)..<4 { both.submit(request("llama3", client: client, prompt: 2000)) }
    #expect(Set(both.nodes) == ["office", "rack"])
    office.mindsHabits = false
    let calm = try habitual([office])
    #expect(try calm.receipt(request("llama3")).candidates[0].costs.busy == .zero)
}

@Test func `under critical memory pressure only resident models are served`() throws {
    var short = beat("a", [resident("llama3"), onDisk("qwen3")])
    short.pressure = .critical
    let stage = try Stage([short])
    #expect(try stage.receipt(request("llama3")).candidates.count == 1)
    #expect(try stage.receipt(request("qwen3")).rejected.map(\.verdict) == [.memoryCritical])
}

@Test func `a model that cannot fit even after evictions is out, one that fits after them pays for them`() throws {
    let full = beat(
        "a",
        [resident("other", gigabytes: 20), onDisk("big", gigabytes: 60), onDisk("mid", gigabytes: 18)]
    ) {
        $0.memoryFree = .gigabytes(4)
    }
    var stage = try Stage([full])
    let big = try stage.receipt(request("big"))
    guard case .cannotFit? = big.rejected.first?.verdict else {
        Issue.record("expected cannotFit, got \(big.rejected)")
        return
    }
    let unwanted = try stage.receipt(request("mid")).candidates[0].costs.memory
    let other = stage.submit(request("other"))
    #expect(try stage.receipt(request("mid")).rejected.map(\.verdict) == [.memoryInUse])
    stage.finish(other)
    let wanted = try stage.receipt(request("mid")).candidates[0].costs.memory
    #expect(unwanted == .zero)
    #expect(wanted > .zero)
}

@Test func `capability, label and context rule out`() throws {
    var plain = resident("llama3", context: 4096)
    plain.capabilities = [.chat]
    plain.contextMax = 8192
    let stage = try Stage([beat("a", [plain])])
    var seeing = request("llama3")
    seeing.capabilities = .vision
    #expect(try stage.receipt(seeing).rejected.map(\.verdict) == [.lacks(.vision)])
    var labelled = request("llama3")
    labelled.labels = ["site=home"]
    #expect(try stage.receipt(labelled).rejected.map(\.verdict) == [.lacksLabel])
    #expect(
        try stage.receipt(request("llama3", prompt: 9000)).rejected.map(\.verdict) == [.contextTooShort(longest: 8192)]
    )
}

@Test func `a server that knows nothing of what is called is out, whatever else it waits for`() throws {
    let beats = [
        beat("a", [resident("llama3")]) { $0.kind = .exo },
        beat("b", [resident("llama3")]) { $0.kind = .llamaServer },
    ]
    var stage = try Stage(beats)
    var ranked = request("llama3")
    ranked.calls = .rerank
    let receipt = try stage.receipt(ranked)
    #expect(receipt.rejected.map(\.verdict) == [.lacksCall] && receipt.candidates.count == 1)
    var spoken = request("llama3")
    spoken.calls = .speech
    #expect(stage.ends[stage.submit(spoken)] == .refused(.unsuitable(.lacksCall)))
    // Those that are asked the same in different ways stand in different lines.
    #expect(LaneKey(ranked, ModelID(index: 0)) != LaneKey(spoken, ModelID(index: 0)))
}

@Test func `a server may say that it knows less than others of its kind`() throws {
    var stage = try Stage([beat("a", [resident("llama3")])])
    var said = request("llama3")
    said.calls = .messages
    #expect(try stage.receipt(said).candidates.count == 1)
    try stage.beat(beat("a", [resident("llama3")]) { $0.calls = .ollama })
    #expect(try stage.receipt(said).rejected.map(\.verdict) == [.lacksCall])
}

@Test func `a resident context that is long enough is kept, whatever smaller one was asked`() throws {
    let stage = try Stage([beat("a", [resident("llama3", context: 16_384)])])
    var small = request("llama3")
    small.contextAsked = 2048
    let kept = try stage.receipt(small).candidates[0]
    #expect(kept.context == 16_384)
    #expect(kept.costs.load == .zero)
    let long = try stage.receipt(request("llama3", prompt: 20_000)).candidates[0]
    #expect(long.context == 32_768)
    #expect(long.costs.load > .zero)
}

@Test func `a conversation returns to the machine that knows it, unless another is clearly faster`() throws {
    let beats = ["a", "b", "c"].map { beat($0, [resident("llama3", context: 32_768)]) { $0.slots = 4 } }
    var stage = try Stage(beats)
    var turn = request("llama3", prompt: 6000)
    turn.prefix = [PrefixMark(hash: 7, tokens: 3000), PrefixMark(hash: 8, tokens: 6000)]
    let blocker = stage.submit(request("llama3", client: 2))
    let first = stage.submit(turn)
    let home = try #require(stage.node(of: first))
    #expect(home != stage.node(of: blocker))
    stage.now = stage.now + 2
    stage.take(stage.dispatcher.firstToken(first, at: stage.now))
    stage.finish(first)
    stage.finish(blocker)
    turn.prefix.append(PrefixMark(hash: 9, tokens: 6500))
    let second = stage.submit(turn)
    #expect(stage.node(of: second) == home)
    let credited = try #require(stage.placements.last?.receipt.candidates.first)
    #expect(credited.cachedTokens == 6000)
}

@Test func `a prefix that nearly every request shares earns no credit`() throws {
    var stage = try Stage(["a", "b"].map { beat($0, [resident("llama3", context: 32_768)]) { $0.slots = 4 } })
    for number in 0..<40 {
        var one = request("llama3", client: UInt64(number), prompt: 3000)
        one.prefix = [PrefixMark(hash: 1, tokens: 2000), PrefixMark(hash: UInt64(100 + number), tokens: 3000)]
        let id = stage.submit(one)
        stage.now = stage.now + 5
        stage.take(stage.dispatcher.firstToken(id, at: stage.now))
        stage.finish(id)
    }
    var next = request("llama3", prompt: 3000)
    next.prefix = [PrefixMark(hash: 1, tokens: 2000), PrefixMark(hash: 999, tokens: 3000)]
    #expect(try stage.receipt(next).candidates.allSatisfy { $0.cachedTokens == 0 })
}

@Test func `weight and cost tier are seconds too`() throws {
    let dear = beat("cloud", [resident("llama3")]) { $0.costTier = 1 }
    let shy = beat("shy", [resident("llama3")]) { $0.handicap = 4 }
    let receipt = try Stage([dear, shy]).receipt(request("llama3"))
    #expect(receipt.candidates.map(\.costs.preference) == [4, 10])
}

@Test func `a receipt replays to the same decision, and the same facts give the same choice`() throws {
    var stage = try Stage((0..<6).map { beat("n\($0)", [resident("llama3")]) })
    stage.submit(request("llama3"))
    let receipt = try #require(stage.placements.first).receipt
    #expect(receipt.replay() == receipt.chosen)
    #expect(receipt.chosen == stage.placements[0].holding)
    #expect(try stage.receipt(request("llama3")).chosen == stage.receipt(request("llama3")).chosen)
}

@Test func `an alias with the same files is served under the backend's own name`() throws {
    var original = resident("llama3")
    original.digest = ModelDigest("abc")
    var alias = onDisk("my-llama")
    alias.digest = ModelDigest("abc")
    var stage = try Stage([beat("a", [original]), beat("b", [alias])])
    stage.submit(request("My-Llama:latest"))
    #expect(stage.nodes == ["a"])
    #expect(stage.placements[0].model == name("llama3"))
}
