import Fleet

extension BackendReport {
    /// Its models are always in memory; its counters tell how many requests run and wait.
    mutating func readVLLM(_ reading: AnswerReading) -> Bool {
        guard let metrics = reading.text("/metrics"), metrics.contains("vllm:") else { return false }
        running = Self.sum(of: "vllm:num_requests_running", in: metrics)
        waiting = Self.sum(of: "vllm:num_requests_waiting", in: metrics)
        return readModelList(reading)
    }

    /// The sum of a metric over its label sets.
    private static func sum(of name: String, in page: String) -> Int? {
        var sum: Double?
        for line in page.split(separator: "\n") where line.hasPrefix(name) {
            let rest = line.dropFirst(name.count)
            guard rest.first == "{" || rest.first == " " else { continue }
            guard let value = rest.split(separator: " ").last.flatMap({ Double($0) }), value.isFinite else { continue }
            sum = (sum ?? 0) + value
        }
        return sum.map { Int($0) }
    }
}
