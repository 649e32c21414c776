import Dialects
import Fleet

extension BackendReport {
    /// One model in memory. It says how many requests it may run at once; how many it does run, where it was started with its
    /// metrics or has the older page of its load.
    mutating func readSGLang(_ reading: AnswerReading) -> Bool {
        let info = reading.json("/get_server_info") ?? reading.json("/server_info")
        readSGLangLoad(reading)
        let states = info?["internal_states"]?.array ?? []
        let limits = states.compactMap { $0["effective_max_running_requests_per_dp"]?.positive }
        slots = limits.isEmpty ? info?["max_running_requests"]?.positive : min(limits.reduce(0, +), 1 << 20)
        if readListRefusal(reading) { return true }
        // So it also says while it starts.
        if reading.isFailing("/health") { unready = .unhealthy }
        return readModelList(reading) && (info != nil || reading.owner == "sglang")
    }

    private mutating func readSGLangLoad(_ reading: AnswerReading) {
        if let metrics = MetricsPage(reading.text("/metrics"), of: "sglang:") {
            running = metrics.sum("sglang:num_running_reqs")
            waiting = metrics.sum("sglang:num_queue_reqs")
            cacheUse = metrics.fraction("sglang:token_usage")
        } else if let ranks = reading.json("/get_load")?.array, !ranks.isEmpty {
            let all = ranks.compactMap { $0["num_reqs"]?.count }.reduce(0, +)
            let behind = ranks.compactMap { $0["num_waiting_reqs"]?.count }.reduce(0, +)
            running = max(all - behind, 0)
            waiting = behind
        }
    }
}
