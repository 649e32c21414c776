import Dialects
import Fleet

extension BackendReport {
    /// The cluster as one server: the models of which an instance stands, ready once all of its runners are. What the cluster
    /// could also download is not offered: nobody asked it to.
    mutating func readExo(_ reading: AnswerReading) -> Bool {
        guard reading.json("/node_id")?.string != nil else { return false }
        if reading.isFailing("/state") {
            unready = .unhealthy
            return true
        }
        guard let cluster = ExoCluster(reading.json("/state")) else { return false }
        var best: [ModelName: ModelReport] = [:]
        var order: [ModelName] = []
        for model in cluster.models {
            // Of two instances of one model the better one serves.
            guard let known = best[model.name] else {
                order.append(model.name)
                best[model.name] = model
                continue
            }
            if model.exoRank < known.exoRank { best[model.name] = model }
        }
        models = order.compactMap { best[$0] }
        let tasks = cluster.taskStates
        running = tasks.count { $0 == "Running" }
        waiting = tasks.count { $0 == "Pending" }
        memoryTotal = cluster.memory("ramTotal")
        memoryFree = cluster.memory("ramAvailable")
        return true
    }
}

extension ModelReport {
    fileprivate var exoRank: Int {
        switch place {
        case .resident: 0
        case .loading: 1
        case .disk, .listed: 2
        }
    }
}
