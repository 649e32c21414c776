import Dialects
import Fleet

/// What `/state` says of a cluster. Instances, runners and tasks are tagged: the one member's name says of what sort they are.
struct ExoCluster {
    /// Every machine is heard of about once a second. The times are compared with each other, never with our own clock.
    private static let silenceMax = 10.0

    private let state: JSONValue
    private let lastSeen: [String: Double]

    init?(_ state: JSONValue?) {
        guard let state, state["instances"]?.object != nil else { return nil }
        self.state = state
        lastSeen = (state["lastSeen"]?.object?.members ?? []).reduce(into: [:]) { times, member in
            times[member.key] = member.value.string.flatMap { ExoTime.seconds($0) }
        }
    }

    // MARK: Models

    var models: [ModelReport] {
        (state["instances"]?.object?.members ?? []).compactMap { instance in
            guard let assignments = Self.inner(instance.value)?["shardAssignments"],
                let name = assignments["modelId"]?.string
            else { return nil }
            let runners = (assignments["runnerToShard"]?.object?.members ?? []).map(\.key)
            var model = ModelReport(listed: name, .disk)
            if isWorkerLost(assignments, runners) {
                model?.unready = .workerLost
            } else {
                model?.takeStates(runners.map { state["runners"]?[$0] })
            }
            let card = Self.inner(assignments["runnerToShard"]?.object?.members.first?.value)?["modelCard"]
            model?.size = card?["storageSize"]?["inBytes"]?.size
            model?.contextMax = card?["contextLength"]?.positive
            return model
        }
    }

    /// A runner of which nothing is known any more, or a machine that is not in the cluster, or is silent.
    private func isWorkerLost(_ assignments: JSONValue, _ runners: [String]) -> Bool {
        if runners.contains(where: { state["runners"]?[$0] == nil }) { return true }
        let nodes = (assignments["nodeToRunner"]?.object?.members ?? []).map(\.key)
        if let known = topologyNodes, nodes.contains(where: { !known.contains($0) }) { return true }
        guard let newest = lastSeen.values.max() else { return false }
        return nodes.contains { node in lastSeen[node].map { newest - $0 > Self.silenceMax } ?? true }
    }

    /// Older versions list objects, newer ones names; nil where there is no list.
    private var topologyNodes: Set<String>? {
        guard let listed = state["topology"]?["nodes"]?.array, !listed.isEmpty else { return nil }
        return Set(listed.compactMap { $0.string ?? $0["nodeId"]?.string })
    }

    // MARK: Load and memory

    var taskStates: [String] {
        (state["tasks"]?.object?.members ?? []).compactMap { task in
            task.value["taskStatus"]?.string ?? Self.inner(task.value)?["taskStatus"]?.string
        }
    }

    /// Summed over the machines; nil where none says.
    func memory(_ key: String) -> ByteCount? {
        let shown = state["nodeMemory"]?.object?.members.map { $0.value[key] }
        let older = state["topology"]?["nodes"]?.array?.map { $0["nodeProfile"]?["memory"]?[key] }
        let sizes = (shown ?? older ?? []).compactMap { $0?["inBytes"]?.count }
        let sum = sizes.reduce(0.0) { $0 + Double($1) }
        return sizes.isEmpty || sum > 1e18 ? nil : ByteCount(Int64(sum))
    }

    private static func inner(_ tagged: JSONValue?) -> JSONValue? { tagged?.object?.members.first?.value }
}

extension ModelReport {
    /// - Parameter runners: of one instance, each tagged with its state.
    fileprivate mutating func takeStates(_ runners: [JSONValue?]) {
        let states = runners.map { $0?.object?.members.first?.key ?? "" }
        if states.isEmpty || states.contains("RunnerFailed") {
            unready = .loadFailed
        } else if states.contains("RunnerShuttingDown") || states.contains("RunnerShutdown") {
            unready = .workerLost
        } else if states.allSatisfy({ $0 == "RunnerReady" || $0 == "RunnerRunning" }) {
            place = .resident
        } else {
            place = .loading(done: Self.loaded(runners))
        }
    }

    private static func loaded(_ runners: [JSONValue?]) -> Double? {
        let layers = runners.compactMap { $0?["RunnerLoading"] }
        let total = layers.compactMap { $0["totalLayers"]?.positive }.reduce(0.0) { $0 + Double($1) }
        let done = layers.compactMap { $0["layersLoaded"]?.count }.reduce(0.0) { $0 + Double($1) }
        return total > 0 ? min(done / total, 1) : nil
    }
}
