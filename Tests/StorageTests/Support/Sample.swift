import Fleet
import Telemetry

@testable import Learning
@testable import Storage

/// Things to keep.
enum Sample {
    static let schema = Schema(["CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT)"])

    static func name(_ text: String) -> ModelName {
        guard let name = ModelName(text) else { preconditionFailure("a sample has a name") }
        return name
    }

    /// All five kinds, and each with values that are not the usual ones.
    static func archive(models: [String] = ["llama3", "qwen"], requests: Int = 3) -> Archive {
        var archive = Archive()
        let place = Archive.BackendKey(node: "mini", backend: "ollama")
        for (index, model) in models.enumerated() {
            var memory = MemoryCost()
            memory.learn(
                ModelID(index: 0),
                file: ByteCount(4_000_000_000),
                resident: ByteCount(5_100_000_017),
                context: 4096
            )
            archive.holdings[Archive.Key(backend: place, model: name(model))] = holding(requests: requests + index)
            archive.models[name(model)] = Archive.KeptModel(
                memory: memory.record(of: ModelID(index: 0)),
                output: histogram()
            )
        }
        var speed = SpeedTable.BackendSpeed()
        speed.decode.learn(24.123456789)
        archive.backends[place] = speed
        var thermal = ThermalHistory()
        thermal.learn(NodeID(index: 0), .serious, ratio: 1.7)
        archive.nodes["mini"] = thermal.record(of: NodeID(index: 0))
        var week = WeeklySlots()
        week.learn(Fleet.WallTime(secondsSince1970: 1_790_000_000), share: 0.123456789, hours: 0.7)
        archive.weeks["mini"] = week
        return archive
    }

    static func holding(requests: Int) -> Archive.KeptHolding {
        var latency = LatencyHistory.Record()
        var capacity = CapacityEstimate(reported: nil, kind: .vllm)
        for request in 0..<requests {
            latency.decode.learn(31.7 + Double(request) / 3, concurrency: 2)
            latency.overhead.learn(0.1)
            capacity.learn(tokensPerSecond: 40.1, concurrency: 8)
        }
        return Archive.KeptHolding(latency: latency, capacity: capacity)
    }

    private static func histogram() -> OutputLength.Histogram? {
        var lengths = OutputLength()
        lengths.learn(ModelID(index: 0), ClientID(hash: 1), tokens: 77)
        return lengths.histogram(of: ModelID(index: 0))
    }

    static func trace(_ number: Int, at seconds: Int64 = StillTime.start) -> Trace {
        let ended = WallTime(seconds: seconds, nanoseconds: 123_456_000)
        var trace = Trace(
            request: "request-\(number)",
            ended: ended,
            client: ClientID(hash: .max - UInt64(number)),
            outcome: .completed,
            status: 200
        )
        trace.model = name("llama3")
        trace.node = "mini"
        trace.backend = "ollama"
        trace.attempts = 2
        trace.waited = .milliseconds(12)
        trace.timeToFirstToken = .microseconds(345_678)
        trace.duration = .seconds(9)
        trace.promptTokens = 1_000
        trace.outputTokens = number
        return trace
    }

    private typealias WallTime = Telemetry.WallTime
}
