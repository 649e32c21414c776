import Testing

@testable import Fleet

private let start = Instant(nanoseconds: 0)

private func beat(_ node: String = "mini", _ models: [ModelReport] = [], sequence: UInt64? = nil) -> Heartbeat {
    var backend = BackendReport(name: "ollama", kind: .ollama)
    backend.models = models
    backend.memoryFree = .gigabytes(16)
    var beat = Heartbeat(node: node)
    beat.sequence = sequence
    beat.backends = [backend]
    return beat
}

private func disk(_ text: String) throws -> ModelReport { ModelReport(try name(text), .disk) }

@Test func `a silent node is late, then offline, and its next beat brings it back`() throws {
    var fleet = FleetState()
    let id = try fleet.apply(beat(), at: start).node
    let changes = [11.0, 12, 13].map { fleet.expire(at: start + Seconds($0)) }
    #expect(changes == [[], [id], []])
    #expect(fleet[id].liveness == .late)
    #expect(fleet.nextExpiry(after: start + 12) == start + 30)
    let gone = fleet.expire(at: start + 30)
    #expect(gone == [id])
    #expect(fleet[id].liveness == .offline)
    let change = try fleet.apply(beat(), at: start + 31)
    #expect(change.isBack)
    #expect(fleet[id].liveness == .online)
}

@Test func `what was silent while the router itself did not run has its whole grace again, and is not back for that`()
    throws
{
    var fleet = FleetState()
    let id = try fleet.apply(beat("mini"), at: start).node
    let dead = try fleet.apply(beat("dead"), at: start - 100).node
    _ = fleet.expire(at: start)
    let woke = start + 40 * 86_400
    fleet.listenAnew(at: woke)
    #expect(fleet.nextExpiry(after: woke) == woke + 12)
    let changes = [0.0, 11, 12, 30].map { fleet.expire(at: woke + Seconds($0)) }
    #expect(changes == [[], [], [id], [id]])
    #expect(fleet[id].liveness == .offline && fleet[id].heardAt == start)
    #expect(fleet[dead].liveness == .offline && !fleet[dead].isForgotten)
}

@Test func `numbers that no machine has are cut, from whomever they are`() throws {
    var fleet = FleetState()
    var report = BackendReport(name: "b", kind: .vllm)
    (report.slots, report.running, report.waiting, report.costTier) = (.max, .max, .min, .max)
    (report.memoryTotal, report.memoryFree, report.handicap) = (ByteCount(.max), ByteCount(-1), Seconds(-1e300))
    report.memoryBandwidth = BytesPerSecond(.infinity)
    var model = try disk("m")
    (model.size, model.contextMax) = (ByteCount(.max), .max)
    report.models = [model]
    let added = fleet.addStatic(report, node: "a", at: start)
    let backend = fleet[try #require(added)]
    #expect(backend.slots == 65_536 && backend.running == 65_536 && backend.waiting == 0 && backend.costTier == 100)
    #expect(backend.memoryTotal == ByteCount(1 << 50) && backend.memoryFree == .zero && backend.handicap == -3600)
    #expect(backend.memoryBandwidth == BytesPerSecond(1e15))
    let holding = try #require(fleet.holdings(on: backend.id).first)
    #expect(fleet[holding].size == ByteCount(1 << 50) && fleet[holding].contextMax == 1 << 30)
}

@Test(arguments: ["a\u{0}b", "\u{1B}[2J", "a\nb", "a\u{7F}", "é\u{9B}2J"])
func `a name that would do something to a terminal is no model's`(text: String) {
    #expect(ModelName(text) == nil)
}

@Test func `a backend from the settings has no agent, so its silence means nothing`() throws {
    var fleet = FleetState()
    let added = fleet.addStatic(BackendReport(name: "a", kind: .vllm), node: "gpu", at: start)
    let id = try #require(added)
    let changed = fleet.expire(at: start + 1000)
    #expect(changed.isEmpty)
    #expect(fleet.nextExpiry(after: start) == nil)
    #expect(fleet[fleet[id].node].liveness == .online)
}

@Test func `an overtaken beat is refused, a restarted agent is not`() throws {
    var fleet = FleetState()
    _ = try fleet.apply(beat(sequence: 5), at: start)
    #expect(throws: HeartbeatRefusal.stale) { try fleet.apply(beat(sequence: 4), at: start) }
    var restarted = beat(sequence: 1)
    restarted.run = 2
    #expect(throws: Never.self) { try fleet.apply(restarted, at: start) }
}

@Test func `a beat of a version from the future, without a name, or too many, is refused`() throws {
    var policy = FleetState.Policy()
    policy.nodesMax = 1
    var fleet = FleetState(policy: policy)
    var future = beat()
    future.version = 99
    #expect(throws: HeartbeatRefusal.unknownVersion(99)) { try fleet.apply(future, at: start) }
    #expect(throws: HeartbeatRefusal.nameless) { try fleet.apply(beat(""), at: start) }
    _ = try fleet.apply(beat("a"), at: start)
    #expect(throws: HeartbeatRefusal.fleetFull) { try fleet.apply(beat("b"), at: start) }
}

@Test func `what a beat leaves out is unknown, and its models stay`() throws {
    var fleet = FleetState()
    var hot = beat("mini", [try disk("llama3")])
    hot.thermal = .serious
    let id = try fleet.apply(hot, at: start).node
    #expect(fleet[id].thermal == .serious)
    _ = try fleet.apply(Heartbeat(node: "mini"), at: start + 5)
    #expect(fleet[id].thermal == nil)
    let model = try #require(fleet.model(named: try name("llama3")))
    #expect(fleet.holdings(of: model).count == 1)
}

@Test func `a model missing from the full list is gone and keeps its number`() throws {
    var fleet = FleetState()
    _ = try fleet.apply(beat("mini", [try disk("a"), try disk("b")]), at: start)
    let model = try #require(fleet.model(named: try name("a")))
    let holding = fleet.holdings(of: model)[0]
    _ = try fleet.apply(beat("mini", [try disk("b")]), at: start + 5)
    #expect(fleet[holding].place == .gone)
    _ = try fleet.apply(beat("mini", [try disk("a"), try disk("b")]), at: start + 10)
    #expect(fleet.holdings(of: model) == [holding])
    #expect(fleet[holding].place == .disk)
}

@Test func `a load the router started outweighs a report that does not know of it yet, for a while`() throws {
    var fleet = FleetState()
    let report = beat("mini", [try disk("a")])
    _ = try fleet.apply(report, at: start)
    let holding = fleet.holdings(of: try #require(fleet.model(named: try name("a"))))[0]
    fleet.noteLoading(holding, needing: .gigabytes(6), context: 4096, until: start + 5, evicting: [], at: start)
    #expect(fleet[fleet[holding].backend].memoryFree == .gigabytes(10))
    _ = try fleet.apply(report, at: start + 4)
    #expect(fleet[holding].isLoading)
    _ = try fleet.apply(report, at: start + 30)
    #expect(fleet[holding].place == .disk)
}

@Test func `the strictest busy flag counts`() throws {
    var fleet = FleetState()
    var busy = beat()
    busy.busy = [BusyFlag(cause: .habit, chance: 0.9), BusyFlag(cause: .camera)]
    let id = try fleet.apply(busy, at: start).node
    #expect(fleet[id].busy?.cause == .camera)
    #expect(fleet[id].isPaused)
}

@Test func `a snapshot stays as it was taken`() throws {
    var fleet = FleetState()
    _ = try fleet.apply(beat("mini", [try disk("a")]), at: start)
    let snapshot = FleetSnapshot(of: fleet, at: start)
    _ = try fleet.apply(beat("mini", []), at: start)
    #expect(snapshot.nodes[0].backends[0].models.map(\.name.text) == ["a:latest"])
    #expect(FleetSnapshot(of: fleet, at: start).nodes[0].backends[0].models.isEmpty)
}

@Test func `hours of the week start on Monday`() {
    #expect(WallTime(secondsSince1970: 0).hourOfWeek == 72)
    #expect(WallTime(secondsSince1970: 4 * 86_400).hourOfWeek == 0)
    #expect(WallTime(secondsSince1970: -3600).hourOfWeek == 71)
    #expect(WallTime(secondsSince1970: 0, offsetFromUTC: 7200).hourOfWeek == 74)
}

@Test func `time stops at its ends instead of overflowing`() {
    #expect(Instant.distantFuture + 1e12 == .distantFuture)
    #expect(Instant(nanoseconds: 5) - .distantPast > 1e9)
    #expect((Instant(nanoseconds: 2_500_000_000) - Instant(nanoseconds: 500_000_000)) == 2)
}

@Test func `the numbers of one model lie together, and half of all are in use`() throws {
    var fleet = FleetState()
    for node in 0..<40 {
        var report = BackendReport(name: "main", kind: .ollama)
        report.models = try ["a", "b", "c"].map { ModelReport(try name($0), .disk) }
        var beat = Heartbeat(node: "node-\(node)")
        beat.backends = [report]
        _ = try fleet.apply(beat, at: Instant(nanoseconds: 1))
    }
    for model in try ["a", "b", "c"].map({ try #require(fleet.model(named: try name($0))) }) {
        let ids = fleet.holdings(of: model)
        #expect(ids.count == 40)
        #expect(Set(ids).count == 40)
        #expect(ids.allSatisfy { fleet[$0].id == $0 && fleet[$0].model == model && fleet[$0].place == .disk })
        #expect(zip(ids, ids.dropFirst()).count { $1.index - $0.index != 1 } <= 6)
    }
    #expect(fleet.holdings.count <= 2 * 120)
}

@Test func `a backend from the settings stays although its node's agent does not name it`() throws {
    var fleet = FleetState()
    var report = BackendReport(name: "10.0.0.5:11434", kind: .ollama)
    report.labels = ["gpu"]
    let added = fleet.addStatic(report, node: "mini", at: start)
    let id = try #require(added)
    var beat = beat("mini")
    beat.labels = ["home"]
    _ = try fleet.apply(beat, at: start)
    #expect(!fleet[id].isGone)
    #expect(fleet.hasLabels(["gpu", "home"], id))
    #expect(!fleet.hasLabels(["gpu", "office"], id))
    // The labels of one backend are not its neighbour's.
    let neighbour = try #require(fleet.backend(named: "ollama", on: fleet[id].node))
    #expect(!fleet.hasLabels(["gpu"], neighbour))
}

@Test func `a node that says goodbye is gone at once, and its silence is no news`() throws {
    var fleet = FleetState()
    let id = try fleet.apply(beat("mini", [try disk("a")]), at: start).node
    var farewell = Heartbeat(node: "mini")
    farewell.isLeaving = true
    _ = try fleet.apply(farewell, at: start + 1)
    #expect(fleet[id].liveness == .offline && fleet.backends(of: id).allSatisfy { fleet[$0].isGone })
    let forgottenAt = start + 1 + fleet.policy.forgottenAfter
    #expect(fleet.expire(at: start + 2).isEmpty && fleet.nextExpiry(after: start + 2) == forgottenAt)
    let change = try fleet.apply(beat("mini", [try disk("a")]), at: start + 3)
    #expect(change.isBack && fleet[id].liveness == .online)
    #expect(fleet.backends(of: id).allSatisfy { !fleet[$0].isGone })
}

@Test func `a run that another has replaced is refused while that one lives`() throws {
    var fleet = FleetState()
    func beat(of run: UInt64) -> Heartbeat {
        var beat = Heartbeat(node: "mini")
        beat.run = run
        beat.sequence = 1
        return beat
    }
    _ = try fleet.apply(beat(of: 1), at: start)
    let id = try fleet.apply(beat(of: 2), at: start + 1).node
    #expect(throws: HeartbeatRefusal.replaced) { try fleet.apply(beat(of: 1), at: start + 2) }
    #expect(throws: Never.self) { try fleet.apply(beat(of: 3), at: start + 2) }
    _ = fleet.expire(at: start + 60)
    #expect(fleet[id].liveness == .offline)
    #expect(throws: Never.self) { try fleet.apply(beat(of: 2), at: start + 61) }
}

@Test func `a backend from the settings stays although its node's agent says goodbye`() throws {
    var fleet = FleetState()
    let added = fleet.addStatic(BackendReport(name: "a", kind: .vllm), node: "mini", at: start)
    let id = try #require(added)
    var farewell = beat("mini")
    (farewell.isDraining, farewell.isLeaving) = (true, true)
    let node = try fleet.apply(farewell, at: start).node
    #expect(fleet.backends(of: node).map { fleet[$0].isGone } == [false, true])
    #expect(!fleet[id].isGone && fleet[node].liveness == .online && !fleet[node].isDraining)
    #expect(fleet.nextExpiry(after: start) == nil)
}

@Test func `what is not ready is so until the next report says nothing of it`() throws {
    var fleet = FleetState()
    var model = try disk("a")
    model.unready = .loadFailed
    var report = BackendReport(name: "b", kind: .vllm)
    report.models = [model]
    report.unready = .sleeping
    report.cacheUse = 7
    let added = fleet.addStatic(report, node: "gpu", at: start)
    let id = try #require(added)
    let holding = fleet.holdings(on: id)[0]
    #expect(fleet[id].unready == .sleeping && fleet[holding].unready == .loadFailed)
    #expect(fleet.backendProfiles[0].cacheUse == 1)
    report.unready = nil
    report.models = [try disk("a")]
    report.cacheUse = .nan
    fleet.addStatic(report, node: "gpu", at: start)
    #expect(fleet[id].unready == nil && fleet[holding].unready == nil && fleet.backendProfiles[0].cacheUse == nil)
}

@Test func `where nobody says what is in memory, the last model that answered is, alone`() throws {
    var fleet = FleetState()
    var report = BackendReport(name: "b", kind: .mlx)
    report.models = [ModelReport(try name("a"), .listed), ModelReport(try name("b"), .listed)]
    let added = fleet.addStatic(report, node: "mac", at: start)
    let ids = fleet.holdings(on: try #require(added))
    #expect(ids.map { fleet[$0].place } == [.disk, .disk])
    for id in ids { fleet.noteResident(id, at: start) }
    // A look, long after, brings no news.
    fleet.addStatic(report, node: "mac", at: start + 1000)
    #expect(ids.map { fleet[$0].place } == [.disk, .resident])
    fleet.noteLoading(ids[0], needing: nil, context: nil, until: start + 1000, evicting: [], at: start + 1000)
    fleet.addStatic(report, node: "mac", at: start + 1005)
    #expect(fleet[ids[0]].place == .loading)
    fleet.addStatic(report, node: "mac", at: start + 1100)
    #expect(fleet[ids[0]].place == .disk)
    report.models?.removeLast()
    fleet.addStatic(report, node: "mac", at: start + 1001)
    report.models?.append(ModelReport(try name("b"), .listed))
    fleet.addStatic(report, node: "mac", at: start + 1002)
    #expect(ids.map { fleet[$0].place } == [.disk, .disk])
}

@Test func `who is silent for very long is forgotten, makes room, and comes back as the same one`() throws {
    var policy = FleetState.Policy()
    (policy.nodesMax, policy.forgottenAfter) = (2, 1000)
    var fleet = FleetState(policy: policy)
    let silent = try fleet.apply(beat("silent", [try disk("a")]), at: start).node
    var farewell = beat("left")
    farewell.isLeaving = true
    let left = try fleet.apply(farewell, at: start + 1).node
    #expect(throws: HeartbeatRefusal.fleetFull) { try fleet.apply(beat("new"), at: start + 2) }
    #expect(fleet.expire(at: start + 999) == [silent] && fleet.nextExpiry(after: start + 999) == start + 1000)
    #expect(fleet.expire(at: start + 1001) == [silent, left])
    #expect(fleet[silent].isForgotten && fleet[left].isForgotten && fleet.nextExpiry(after: start + 1001) == nil)
    for name in ["new", "newer"] { _ = try fleet.apply(beat(name), at: start + 1002) }
    #expect(throws: HeartbeatRefusal.fleetFull) { try fleet.apply(beat("newest"), at: start + 1002) }
    let back = try fleet.apply(beat("silent", [try disk("a")]), at: start + 1003)
    #expect(back.node == silent && back.isBack && !fleet[silent].isForgotten)
    #expect(fleet.backends(of: silent).allSatisfy { !fleet[$0].isGone })
}

@Test func `a backend from the settings is there still when its node's agent is forgotten`() throws {
    var policy = FleetState.Policy()
    policy.forgottenAfter = 1000
    var fleet = FleetState(policy: policy)
    let added = fleet.addStatic(BackendReport(name: "a", kind: .vllm), node: "mini", at: start)
    let id = try #require(added)
    let node = try fleet.apply(beat("mini"), at: start).node
    _ = fleet.expire(at: start + 1000)
    #expect(!fleet[id].isGone && fleet[node].liveness == .online && !fleet[node].isForgotten)
}

@Test func `a backend that is removed takes all it had along, and its node where nothing else is there`() throws {
    var fleet = FleetState()
    var report = BackendReport(name: "a", kind: .vllm)
    report.models = [try disk("llama3")]
    (report.labels, report.handicap, report.slots) = (["gpu"], 2, 3)
    let added = fleet.addStatic(report, node: "gpu", at: start)
    let id = try #require(added)
    let node = fleet[id].node
    fleet.hold("gpu", true)
    fleet.removeStatic(id, at: start)
    let present = fleet.presentModel(named: try name("llama3"))
    #expect(fleet[id].isGone && present == nil)
    #expect(fleet[node].isForgotten && !fleet[node].isHeld && fleet.heldNames.isEmpty)

    let again = fleet.addStatic(BackendReport(name: "a", kind: .vllm), node: "gpu", at: start)
    #expect(again == id && !fleet[node].isForgotten && fleet[node].liveness == .online)
    #expect(fleet[id].slots == nil && fleet[id].handicap == .zero && fleet.backendProfiles[0].labels.isEmpty)
}

@Test func `a node with an agent outlives the backend that was added to it`() throws {
    var fleet = FleetState()
    let node = try fleet.apply(beat("mini", [try disk("llama3")]), at: start).node
    let added = fleet.addStatic(BackendReport(name: "a", kind: .vllm), node: "mini", at: start)
    let id = try #require(added)
    fleet.removeStatic(id, at: start)
    #expect(!fleet[node].isForgotten && fleet[node].liveness == .online)
    #expect(fleet.presentModel(named: try name("llama3")) != nil)
}

@Test func `the last answer of a backend that was removed does not bring its model back`() throws {
    var fleet = FleetState()
    var report = BackendReport(name: "a", kind: .vllm)
    report.models = [try disk("llama3")]
    let added = fleet.addStatic(report, node: "gpu", at: start)
    let id = try #require(added)
    let holding = try #require(fleet.holdings(on: id).first)
    fleet.removeStatic(id, at: start)
    fleet.noteResident(holding, at: start)
    #expect(fleet.presentModel(named: try name("llama3")) == nil)
}

@Test func `a node is held before it is met`() throws {
    var fleet = FleetState()
    fleet.hold("mini", true)
    let node = try fleet.apply(beat(), at: start).node
    #expect(fleet[node].isHeld)
    fleet.hold("mini", false)
    #expect(!fleet[node].isHeld)
}

@Test func `a node that is forgotten is gone with what it announced, and is whole again when it speaks`() throws {
    var fleet = FleetState()
    var hot = beat("mini", [try disk("llama3")], sequence: 1)
    (hot.thermal, hot.labels, hot.run) = (.critical, ["gpu"], 7)
    let node = try fleet.apply(hot, at: start).node
    fleet.hold("mini", true)
    fleet.forget(node)
    #expect(fleet[node].isForgotten && fleet[node].thermal == nil && fleet.nodeProfiles[0].labels.isEmpty)
    #expect(fleet.backends.allSatisfy(\.isGone) && fleet.nextExpiry(after: start) == nil)
    hot.sequence = 2
    let change = try fleet.apply(hot, at: start + 2)
    #expect(change.node == node && !fleet[node].isForgotten && fleet[node].isHeld)
    let present = fleet.presentModel(named: try name("llama3"))
    #expect(!fleet.backends[0].isGone && present != nil)
}

@Test func `what was added to a node outlives its agent`() throws {
    var fleet = FleetState()
    let node = try fleet.apply(beat("mini", [try disk("llama3")]), at: start).node
    let added = fleet.addStatic(BackendReport(name: "a", kind: .vllm), node: "mini", at: start)
    let id = try #require(added)
    fleet.forget(node)
    #expect(!fleet[node].isForgotten && fleet[node].liveness == .online && !fleet[id].isGone)
    #expect(fleet.backends.count(where: \.isGone) == 1)
}
