import Dialects
import Fleet

extension BackendReport {
    /// Its models are always in memory, over however many cards; its counters tell how many requests run and wait.
    mutating func readVLLM(_ reading: AnswerReading) -> Bool {
        let metrics = MetricsPage(reading.text("/metrics"), of: "vllm:")
        running = metrics?.sum("vllm:num_requests_running")
        waiting = metrics?.sum("vllm:num_requests_waiting")
        cacheUse = metrics?.fraction("vllm:kv_cache_usage_perc", "vllm:gpu_cache_usage_perc")
        if readListRefusal(reading) { return true }
        // The page of its health outlives its engine, and says so.
        if reading.isFailing("/health") { unready = .unhealthy }
        if reading.json("/is_sleeping")?["is_sleeping"]?.bool == true { unready = .sleeping }
        return readModelList(reading) && (metrics != nil || reading.owner == "vllm")
    }
}
