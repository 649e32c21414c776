extension PracticePersonality {
    /// One machine of an exo cluster, with the runner that holds its part of the model.
    package struct Worker: Sendable {
        package var name: String
        /// `RunnerReady`, `RunnerLoading`, …
        package var runner = "RunnerReady"
        /// Seconds since it was heard of.
        package var silence = 0
        package var isInCluster = true

        package init(_ name: String, runner: String = "RunnerReady", silence: Int = 0, isInCluster: Bool = true) {
            self.name = name
            self.runner = runner
            self.silence = silence
            self.isInCluster = isInCluster
        }
    }

    /// A cluster with one instance of the practice model, over all of its workers. Its catalogue lists more.
    package static func exo(_ workers: [Worker]) -> Self {
        let pairs = { (entries: [String]) in "{\(entries.joined(separator: ","))}" }
        let here = workers.filter(\.isInCluster)
        let shards = pairs(workers.map { #""runner-\#($0.name)":{"PipelineShardMetadata":{"modelCard":\#(card)}}"# })
        let nodes = pairs(workers.map { #""\#($0.name)":"runner-\#($0.name)""# })
        let state = pairs([
            #""instances":{"i1":{"MlxRingInstance":{"instanceId":"i1","shardAssignments":{"modelId":"practice","#
                + #""runnerToShard":\#(shards),"nodeToRunner":\#(nodes)}}}}"#,
            #""runners":\#(pairs(workers.map { #""runner-\#($0.name)":{"\#($0.runner)":{}}"# }))"#,
            #""tasks":{},"downloads":{}"#,
            #""topology":{"nodes":[\#(here.map { #""\#($0.name)""# }.joined(separator: ","))],"connections":{}}"#,
            #""lastSeen":\#(pairs(workers.map { #""\#($0.name)":"2026-11-21T12:\#(30 - $0.silence / 60):\#(59 - $0.silence % 60).5Z""# }))"#,
            #""nodeMemory":\#(pairs(here.map { #""\#($0.name)":{"ramTotal":{"inBytes":64000},"ramAvailable":{"inBytes":40000}}"# }))"#,
        ])
        return Self([
            "/node_id": Page(#""\#(workers.first?.name ?? "")""#),
            "/state": Page(state),
            "/v1/models": list(["practice", "never-downloaded"]),
        ])
    }

    private static let card = #"{"modelId":"practice","storageSize":{"inBytes":80000}}"#
}
