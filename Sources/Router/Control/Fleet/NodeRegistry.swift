import Storage

/// Who speaks for which node: trust on first use, as far as the rule of the fleet lets strangers in.
///
/// The first heartbeat with an id binds its secret to it, and from then on nobody else can speak for that node, nor for its name.
/// Names are for people: of two machines with one name the second is shown with a number behind it, and keeps that. Who has been
/// silent for very long is forgotten, so that strangers cannot fill it for good. A value; what changed is to be kept by whoever owns
/// it, and what time it is comes in, in seconds since 1970.
struct NodeRegistry: Sendable {
    enum Refusal: Error, Equatable {
        /// The id is bound to another secret.
        case otherSecret(name: String)
        /// Somebody without a proof uses the name of a node that has one.
        case unproven(name: String)
        /// Where nodes are approved, each must show who it is.
        case nameless
        /// The operator has not approved it yet. It is new when they do not know of it.
        case pending(name: String, id: String, isNew: Bool)
        case otherToken
        case full
        /// As many wait for approval as may.
        case tooManyPending
    }

    struct Welcome: Equatable {
        /// What the node is called here.
        var name: String
        /// To be kept.
        var changed: KnownNode?
        var isNew = false
        /// What it was called before this heartbeat.
        var formerName: String?
    }

    enum Approval: Equatable {
        case approved(KnownNode)
        /// It is one of the fleet.
        case known
        case unknown
        case full
    }

    struct Policy: Sendable {
        var rule = EnrolmentRule.open
        var countMax = 4096
        /// Who has been silent for so many seconds is forgotten.
        var retention: Int64 = 30 * 86_400
    }

    /// When a node spoke last is written so seldom.
    private static let seenGrain: Int64 = 3600

    private let policy: Policy
    private var nodes: [String: KnownNode] = [:]
    /// By the names that are in use.
    private var owners: [String: String] = [:]
    private var pendingNodes = PendingNodes()

    /// - Parameter known: what earlier runs kept.
    init(_ known: [KnownNode] = [], policy: Policy = Policy()) {
        self.policy = policy
        for node in known.prefix(policy.countMax) where owners[node.name] == nil { keep(node) }
    }

    private mutating func keep(_ node: KnownNode) {
        nodes[node.id] = node
        owners[node.name] = node.id
    }

    var names: some Collection<String> { owners.keys }

    func knows(id: String) -> Bool { nodes[id] != nil }

    /// The name is free again, and whoever had it is new when it speaks.
    ///
    /// - Returns: the id that had it.
    mutating func forget(_ name: String) -> String? {
        guard let id = owners.removeValue(forKey: name) else { return nil }
        nodes[id] = nil
        return id
    }

    // MARK: Who may

    func check(token: String?) throws(Refusal) {
        if case .token(let hash) = policy.rule, !hash.matches(token) { throw .otherToken }
    }

    func check(unproven name: String) throws(Refusal) {
        if policy.rule == .approve { throw .nameless }
        if owners[name] != nil { throw .unproven(name: name) }
    }

    /// - Parameter host: where the heartbeat came from.
    mutating func welcome(
        _ proof: NodeProof,
        wish: String,
        from host: String,
        at now: Int64
    ) throws(Refusal) -> Welcome {
        let hash = SHA256.hex(of: proof.secret)
        guard let known = nodes[proof.id] else {
            if policy.rule == .approve { throw wait(proof.id, hash, wish, host, at: now) }
            guard nodes.count < policy.countMax else { throw .full }
            let new = KnownNode(id: proof.id, secretHash: hash, name: free(wish), wish: wish, seen: now)
            keep(new)
            return Welcome(name: new.name, changed: new, isNew: true)
        }
        guard known.secretHash == hash else { throw .otherSecret(name: known.name) }
        if known.wish == wish { return Welcome(name: known.name, changed: seen(known, at: now)) }
        owners[known.name] = nil
        let renamed = KnownNode(id: proof.id, secretHash: hash, name: free(wish), wish: wish, seen: now)
        keep(renamed)
        return Welcome(
            name: renamed.name,
            changed: renamed,
            formerName: known.name == renamed.name ? nil : known.name
        )
    }

    private mutating func seen(_ node: KnownNode, at now: Int64) -> KnownNode? {
        guard abs(now - node.seen) >= Self.seenGrain else { return nil }
        var node = node
        node.seen = now
        nodes[node.id] = node
        return node
    }

    private func free(_ wish: String) -> String {
        let isFree = { (name: String) in owners[name] == nil && !pendingNodes.has(name: name) }
        if isFree(wish) { return wish }
        // There are fewer nodes than numbers tried.
        let number = (2...policy.countMax + PendingNodes.countMax + 2).first { isFree("\(wish)-\($0)") } ?? 2
        return "\(wish)-\(number)"
    }

    // MARK: Approval

    func pending(at now: Int64) -> [PendingNodes.Entry] {
        var pending = pendingNodes
        pending.forget(at: now)
        return pending.all
    }

    /// Why it is not welcome yet.
    private mutating func wait(
        _ id: String,
        _ hash: String,
        _ wish: String,
        _ host: String,
        at now: Int64
    ) -> Refusal {
        pendingNodes.forget(at: now)
        if var entry = pendingNodes[id] {
            guard entry.secretHash == hash else { return .otherSecret(name: entry.name) }
            if entry.wish != wish { (entry.name, entry.wish) = (free(wish), wish) }
            (entry.host, entry.heard) = (host, now)
            pendingNodes.put(entry)
            return .pending(name: entry.name, id: id, isNew: false)
        }
        guard pendingNodes.hasRoom(for: host) else { return .tooManyPending }
        let name = free(wish)
        pendingNodes.put(.init(id: id, secretHash: hash, name: name, wish: wish, host: host, since: now, heard: now))
        return .pending(name: name, id: id, isNew: true)
    }

    /// - Parameter name: of a node that waits, or its id.
    mutating func approve(_ name: String, at now: Int64) -> Approval {
        pendingNodes.forget(at: now)
        guard nodes.count < policy.countMax else { return .full }
        guard let entry = pendingNodes.take(name) else {
            return owners[name] != nil || nodes[name] != nil ? .known : .unknown
        }
        let node = KnownNode(
            id: entry.id,
            secretHash: entry.secretHash,
            name: entry.name,
            wish: entry.wish,
            seen: now
        )
        keep(node)
        return .approved(node)
    }

    // MARK: Forgetting

    /// A router that slept, or whose clock was set, could not hear anybody in the time that it missed: that counts against nobody.
    ///
    /// - Parameters:
    ///   - now: by the calendar, as everywhere here.
    ///   - before: what time it was the last time somebody looked.
    ///   - elapsed: how long that is ago by a clock that nobody sets and that stands still in sleep.
    /// - Returns: who is to be kept anew.
    mutating func catchUp(from before: Int64, to now: Int64, elapsed: Int64) -> [KnownNode] {
        let missed = now - before - elapsed
        if abs(missed) < Self.seenGrain { return [] }
        // Who spoke since is known by the new time already.
        let since = now - elapsed - Self.seenGrain
        var others = nodes.values.filter { !(since...now).contains($0.seen) }.sorted { $0.id < $1.id }
        for index in others.indices {
            others[index].seen = min(others[index].seen + missed, now)
            nodes[others[index].id] = others[index]
        }
        return others
    }

    /// Forgets who has been silent for too long, and answers who that is. Counted from when anybody spoke last: a router that was
    /// off all summer forgets nobody for that.
    mutating func forget(at now: Int64) -> [KnownNode] {
        // The clock was wrong once.
        for id in nodes.filter({ $0.value.seen > now }).keys { nodes[id]?.seen = now }
        let newest = nodes.values.map(\.seen).max() ?? now
        let old = nodes.values.filter { min(now, newest) - $0.seen >= policy.retention }.sorted { $0.id < $1.id }
        for node in old {
            nodes[node.id] = nil
            owners[node.name] = nil
        }
        return old
    }
}
