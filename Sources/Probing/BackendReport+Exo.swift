import Dialects
import Fleet

extension BackendReport {
    /// The models of which an instance stands, ready once all of its runners are. What the cluster could also download is
    /// not offered: nobody asked it to.
    mutating func readExo(_ reading: AnswerReading) -> Bool {
        guard let state = reading.json("/state"), let instances = state["instances"]?.object else { return false }
        let runners = state["runners"]?.object
        var models: [ModelReport] = []
        for instance in instances.members {
            // Tagged: the one member's name says which kind of instance it is.
            guard let assignments = instance.value.object?.members.first?.value["shardAssignments"] else { continue }
            let states = (assignments["runnerToShard"]?.object?.members ?? []).map { runner in
                runners?[runner.key]?.object?.members.first?.key ?? ""
            }
            guard !states.contains("RunnerFailed") else { continue }
            let isReady = !states.isEmpty && states.allSatisfy { $0 == "RunnerReady" || $0 == "RunnerRunning" }
            guard
                let model = ModelReport(
                    listed: assignments["modelId"]?.string,
                    isReady ? .resident : .loading(done: nil)
                )
            else { continue }
            models.append(model)
        }
        let tasks = (state["tasks"]?.object?.members ?? []).compactMap { Self.status(of: $0.value) }
        running = tasks.count { $0 == "Running" }
        waiting = tasks.count { $0 == "Pending" }
        self.models = models
        return true
    }

    /// A task is tagged with its kind, or plain.
    private static func status(of task: JSONValue) -> String? {
        let inner = task.object?.members.first?.value
        return task["taskStatus"]?.string ?? inner?["taskStatus"]?.string
    }
}
