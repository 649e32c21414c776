/// Why a heartbeat was not taken.
package enum HeartbeatRefusal: Error, Equatable, Sendable {
    case unknownVersion(Int)
    case nameless
    case fleetFull
    /// It was overtaken by a newer one.
    case stale
    /// A newer run of the node has spoken since, and this one goes on: two machines share one identity.
    case replaced
}

extension Heartbeat {
    /// Whether it can be taken at all, by anybody.
    package func check() throws(HeartbeatRefusal) {
        guard (1...Self.versionCurrent).contains(version) else { throw .unknownVersion(version) }
        guard !node.isEmpty, node.utf8.count <= 255 else { throw .nameless }
    }
}

/// What a heartbeat changed.
package struct FleetChange: Equatable, Sendable {
    package let node: NodeID
    package let isNew: Bool
    /// It was late, offline or draining, and is back.
    package let isBack: Bool
}

extension FleetState {
    /// Takes a node's own report. Absent fields leave what was known, except that a condition the agent stops
    /// reporting (heat, load, pressure) becomes unknown again: yesterday's heat says nothing about now.
    package mutating func apply(_ beat: Heartbeat, at now: Instant) throws(HeartbeatRefusal) -> FleetChange {
        try check(beat)
        let known = nodesByName[beat.node]
        let id = known ?? addNode(beat.node, hasAgent: true, at: now)
        let wasOut = nodes[Int(id.index)].liveness != .online || nodes[Int(id.index)].isDraining
        update(&nodes[Int(id.index)], with: beat, at: now)
        if let labels = beat.labels { nodeProfiles[Int(id.index)].labels = labels }
        if let machine = beat.machine { nodeProfiles[Int(id.index)].machine = machine }
        if let reports = beat.backends { take(reports, of: id, at: now) }
        if beat.isLeaving == true { leave(id) }
        return FleetChange(node: id, isNew: known == nil, isBack: wasOut && !nodes[Int(id.index)].isDraining)
    }

    /// Adds or updates a backend from the settings: it has no agent, so its silence means nothing.
    @discardableResult
    package mutating func addStatic(_ report: BackendReport, node name: String, at now: Instant) -> BackendID? {
        guard let id = nodesByName[name] ?? (isFull ? nil : addNode(name, hasAgent: false, at: now)) else { return nil }
        if self[id].hasLeft { comeBackWithout(agent: id) }
        take(report, of: id, at: now)
        let backend = backend(named: report.name, on: id)
        if let backend { backendProfiles[Int(backend.index)].isStatic = true }
        return backend
    }

    /// It is no longer asked: what it had is gone. A node without an agent and without anything else on it is forgotten.
    package mutating func removeStatic(_ backend: BackendID, at now: Instant) {
        let index = Int(backend.index)
        take([], on: backend, at: now)
        backends[index].isGone = true
        // Nothing the operator said of it outlives it.
        backends[index].handicap = .zero
        backends[index].costTier = 0
        backends[index].slots = nil
        backendProfiles[index].labels = []
        backendProfiles[index].isStatic = false
        let node = backends[index].node
        guard !self[node].hasAgent, self.backends(of: node).allSatisfy({ self[$0].isGone }) else { return }
        hold(node, false)
        nodes[Int(node.index)].hasLeft = true
        nodes[Int(node.index)].liveness = .offline
    }

    private mutating func comeBackWithout(agent node: NodeID) {
        nodes[Int(node.index)].hasLeft = false
        nodes[Int(node.index)].hasAgent = false
        nodes[Int(node.index)].liveness = .online
    }

    /// Those that are forgotten keep their numbers, and take nobody's place.
    private var isFull: Bool {
        nodes.count >= policy.nodesMax && nodes.count { !$0.isForgotten } >= policy.nodesMax
    }

    private func check(_ beat: Heartbeat) throws(HeartbeatRefusal) {
        try beat.check()
        guard let known = nodesByName[beat.node] else {
            if isFull { throw .fleetFull }
            return
        }
        let node = self[known]
        let isAlive = node.liveness != .offline && !node.hasLeft
        if isAlive, let run = beat.run, run == node.formerRun { throw .replaced }
        if let old = node.sequence, let new = beat.sequence, node.run == beat.run, new <= old { throw .stale }
    }

    private mutating func addNode(_ name: String, hasAgent: Bool, at now: Instant) -> NodeID {
        let id = NodeID(index: nodes.count)
        nodes.append(Node(id: id, hasAgent: hasAgent, heardAt: now))
        nodes[nodes.count - 1].isHeld = heldNames.contains(name)
        nodeProfiles.append(NodeProfile(name: name))
        backendsOfNode.append([])
        nodesByName[name] = id
        return id
    }

    private func update(_ node: inout Node, with beat: Heartbeat, at now: Instant) {
        node.hasAgent = true
        node.heardAt = now
        node.liveness = .online
        node.hasLeft = false
        node.isDraining = beat.isDraining ?? false
        node.thermal = beat.thermal
        node.pressure = beat.pressure
        node.foreignLoad = beat.foreignLoad.flatMap { $0.isFinite ? min(max($0, 0), 1) : nil }
        node.isBusyKnown = beat.busy != nil
        node.busy = beat.busy?.max { ($0.policy, $0.chance) < ($1.policy, $1.chance) }
        node.ignoresHabits = beat.mindsHabits == false
        if node.run != beat.run { node.formerRun = node.run }
        node.run = beat.run
        node.sequence = beat.sequence
    }

    private mutating func take(_ reports: [BackendReport], of node: NodeID, at now: Instant) {
        for report in reports { take(report, of: node, at: now) }
        for id in backends(of: node) {
            let profile = backendProfiles[Int(id.index)]
            if profile.isStatic || reports.contains(where: { $0.name == profile.name }) { continue }
            backends[Int(id.index)].isGone = true
        }
    }

    private mutating func take(_ report: BackendReport, of node: NodeID, at now: Instant) {
        guard let id = backend(named: report.name, on: node) ?? addBackend(report, of: node) else { return }
        update(&backends[Int(id.index)], with: report)
        if let address = report.address {
            backendProfiles[Int(id.index)].address = address
            backendProfiles[Int(id.index)].key = report.key
        }
        backendProfiles[Int(id.index)].cacheUse = report.cacheUse.flatMap { $0.isFinite ? min(max($0, 0), 1) : nil }
        if let labels = report.labels { backendProfiles[Int(id.index)].labels = labels }
        if let models = report.models { take(models, on: id, at: now) }
    }

    /// The node has said goodbye: what ran on it is gone at once.
    /// Backends from the settings stay: without its agent their node's silence means nothing.
    package mutating func leave(_ node: NodeID) {
        let others = backends(of: node).filter { !backendProfiles[Int($0.index)].isStatic }
        for id in others { backends[Int(id.index)].isGone = true }
        let staysWithout = others.count < backends(of: node).count
        nodes[Int(node.index)].hasAgent = !staysWithout
        nodes[Int(node.index)].hasLeft = !staysWithout
        nodes[Int(node.index)].isDraining = false
        nodes[Int(node.index)].liveness = staysWithout ? .online : .offline
        nodes[Int(node.index)].forgetCondition()
    }

    /// The operator took the node away: what its agent announced is gone and nobody sees the node, until it speaks again.
    /// What has no agent stays on it, and so does the order to send it nothing new.
    package mutating func forget(_ node: NodeID) {
        leave(node)
        if self[node].hasLeft { nodes[Int(node.index)].hasAgent = false }
        nodeProfiles[Int(node.index)].labels = []
        nodeProfiles[Int(node.index)].machine = nil
    }

    private mutating func addBackend(_ report: BackendReport, of node: NodeID) -> BackendID? {
        guard backends(of: node).count < policy.backendsPerNodeMax else { return nil }
        let id = BackendID(index: backends.count)
        backends.append(Backend(id: id, node: node, kind: report.kind))
        backendProfiles.append(BackendProfile(name: report.name, address: report.address))
        backendsOfNode[Int(node.index)].append(id)
        holdingsByBackend.append([])
        holdingsByName.append([:])
        residents.append([])
        return id
    }

    private func update(_ backend: inout Backend, with report: BackendReport) {
        backend.kind = report.kind
        backend.calls = report.calls ?? report.kind.calls
        backend.isGone = false
        backend.isReachable = report.isReachable ?? true
        backend.unready = report.unready
        backend.slots = report.slots.map { max($0.cut(to: ReportBounds.requests), 1) } ?? backend.slots
        backend.running = report.running?.cut(to: ReportBounds.requests)
        backend.waiting = report.waiting?.cut(to: ReportBounds.requests)
        backend.memoryTotal = report.memoryTotal?.cut(to: ReportBounds.bytes) ?? backend.memoryTotal
        backend.memoryFree = report.memoryFree?.cut(to: ReportBounds.bytes)
        let bandwidth = report.memoryBandwidth.flatMap { $0.value > 0 ? $0.value : nil }
        backend.memoryBandwidth =
            bandwidth.map { BytesPerSecond($0.cut(to: ReportBounds.bytesPerSecond)) } ?? backend.memoryBandwidth
        backend.capabilities = report.capabilities ?? backend.capabilities
        let handicap = report.handicap.flatMap { $0.isFinite ? $0.value : nil }
        backend.handicap = handicap.map { Seconds($0.cut(to: ReportBounds.handicap)) } ?? backend.handicap
        backend.costTier = report.costTier?.cut(to: ReportBounds.costTier) ?? backend.costTier
    }
}
