/// Everything known about the machines: what they reported, and what the router saw itself since.
///
/// A value with one owner. Ids are indexes into flat arrays, and the holdings are indexed by model, so a decision walks
/// only the backends that have the model. A node that leaves keeps its number: what was learned about it stays valid.
package struct FleetState: Sendable {
    package struct Policy: Sendable {
        package var lateAfter = Seconds(12)
        package var offlineAfter = Seconds(30)
        /// Who has been silent for so long is no longer counted or shown; what was learned of it stays.
        package var forgottenAfter = Seconds(30 * 86_400)
        package var nodesMax = 4096
        package var backendsPerNodeMax = 16
        package var modelsPerBackendMax = 1024
        package var modelsMax = 65_536
        /// How long the router's own observation of a load outweighs a report that does not know of it yet.
        package var ownViewLasts = Seconds(12)

        package init() {}
    }

    package let policy: Policy
    package internal(set) var nodes: [Node] = []
    package internal(set) var backends: [Backend] = []
    /// By number; some numbers are not in use yet. Go through `holdingsByModel` to meet all that are.
    package internal(set) var holdings: [Holding] = []
    package internal(set) var catalog: Catalog
    package internal(set) var nodeProfiles: [NodeProfile] = []
    package internal(set) var backendProfiles: [BackendProfile] = []
    /// The name to ask each holding by: the backend's own, which may be an alias of the one requested.
    package internal(set) var servedNames: [ModelName] = []
    /// The same to the letter.
    package internal(set) var spellings: [String] = []
    /// Whoever was silent before could not have been heard.
    private var listeningSince = Instant.distantPast
    /// Held by the operator, also those that have not been met yet.
    package internal(set) var heldNames: Set<String> = []
    var nodesByName: [String: NodeID] = [:]
    var backendsOfNode: [[BackendID]] = []
    package internal(set) var holdingsByModel: [[HoldingID]] = []
    var holdingsByBackend: [[HoldingID]] = []
    /// Numbers set aside for the model's next holdings.
    var holdingsFree: [Range<Int>] = []
    /// In memory or on the way there, by backend; and how many backends have it resident, by model.
    package internal(set) var residents: [[HoldingID]] = []
    package internal(set) var residentCounts: [Int] = []
    /// One report entry may stand for two holdings: see `Catalog`.
    var holdingsByName: [[ModelFiles: [HoldingID]]] = []

    package init(policy: Policy = Policy()) {
        self.policy = policy
        self.catalog = Catalog(modelsMax: policy.modelsMax)
    }

    package subscript(id: NodeID) -> Node { nodes[Int(id.index)] }
    package subscript(id: BackendID) -> Backend { backends[Int(id.index)] }
    package subscript(id: HoldingID) -> Holding { holdings[Int(id.index)] }

    package func model(named name: ModelName) -> ModelID? { catalog.model(named: name) }
    package func node(named name: String) -> NodeID? { nodesByName[name] }
    /// The model of this name if a backend has it, whether that is on or off.
    package func presentModel(named name: ModelName) -> ModelID? {
        guard let model = model(named: name) else { return nil }
        for id in holdingsByModel[Int(model.index)] {
            if case .gone = holdings[Int(id.index)].place { continue }
            return model
        }
        return nil
    }

    package func holdings(of model: ModelID) -> [HoldingID] { holdingsByModel[Int(model.index)] }
    package func holdings(on backend: BackendID) -> [HoldingID] { holdingsByBackend[Int(backend.index)] }
    package func backends(of node: NodeID) -> [BackendID] { backendsOfNode[Int(node.index)] }
    package func holding(of model: ModelID, on backend: BackendID) -> HoldingID? {
        holdings(on: backend).first { self[$0].model == model }
    }

    package func backend(named name: String, on node: NodeID) -> BackendID? {
        backends(of: node).first { backendProfiles[Int($0.index)].name == name }
    }

    /// Each of them is on the backend or on its node.
    package func hasLabels(_ labels: Set<String>, _ backend: BackendID) -> Bool {
        let ofNode = nodeProfiles[Int(backends[Int(backend.index)].node.index)].labels
        return labels.allSatisfy {
            ofNode.contains($0) || backendProfiles[Int(backend.index)].labels.contains($0)
        }
    }

    // MARK: - Liveness

    /// The router itself did not run until now, so that nobody could be heard: the silence of all begins anew.
    package mutating func listenAnew(at now: Instant) { listeningSince = now }

    private func silenceBegan(_ node: Node) -> Instant { max(node.heardAt, listeningSince) }

    /// Marks nodes that stopped reporting. Answers those whose state changed.
    package mutating func expire(at now: Instant) -> [NodeID] {
        var changed: [NodeID] = []
        for index in nodes.indices where nodes[index].hasAgent {
            let silence = now - silenceBegan(nodes[index])
            if silence >= policy.forgottenAfter {
                forget(nodes[index].id)
                changed.append(nodes[index].id)
                continue
            }
            if nodes[index].hasLeft { continue }
            let liveness = livenessByAge(silence)
            // Nobody is back before it has spoken.
            guard liveness > nodes[index].liveness else { continue }
            nodes[index].liveness = liveness
            changed.append(nodes[index].id)
        }
        return changed
    }

    /// When `expire` will next find something; nil if no node has an agent that could fall silent.
    package func nextExpiry(after now: Instant) -> Instant? {
        var next: Instant?
        for node in nodes where node.hasAgent {
            let limit =
                switch node.liveness {
                case .online: policy.lateAfter
                case .late: policy.offlineAfter
                case .offline: policy.forgottenAfter
                }
            let at = max(silenceBegan(node) + limit, now)
            next = min(next ?? at, at)
        }
        return next
    }

    private func livenessByAge(_ age: Seconds) -> Liveness {
        if age >= policy.offlineAfter { return .offline }
        return age >= policy.lateAfter ? .late : .online
    }

    // MARK: - What the operator and the router's own probes say

    package mutating func hold(_ node: NodeID, _ isHeld: Bool) {
        hold(nodeProfiles[Int(node.index)].name, isHeld)
    }

    /// Whether it is met already or later.
    package mutating func hold(_ name: String, _ isHeld: Bool) {
        if isHeld { heldNames.insert(name) } else { heldNames.remove(name) }
        if let node = nodesByName[name] { nodes[Int(node.index)].isHeld = isHeld }
    }

    package mutating func drain(_ node: NodeID, _ isDraining: Bool) { nodes[Int(node.index)].isDraining = isDraining }

    package mutating func setReachable(_ backend: BackendID, _ isReachable: Bool) {
        backends[Int(backend.index)].isReachable = isReachable
    }
}
