import Testing

@testable import Telemetry

@Suite struct MetricsTests {
    private let registry = MetricRegistry()

    private func page() throws -> TextFormatChecker {
        try TextFormatChecker(String(decoding: registry.page().bytes, as: UTF8.self))
    }

    private func value(_ name: String, _ labels: [String: String] = [:]) throws -> Double? {
        try page().families.values.flatMap(\.samples).first { $0.name == name && $0.labels == labels }?.value
    }

    @Test func `every kind of metric makes a page that a strict reader accepts`() throws {
        let requests = registry.counters(
            "herd_requests_total",
            help: "Requests, by route.\nAnd \\ status.",
            labels: [.init("route", valuesMax: 8), .init("status", valuesMax: 8)],
            shards: 2
        )
        requests["chat \"x\"\n\\", "200"].add(3, shard: 1)
        requests["models", "200"].add()
        registry.gauge("herd_streams_open", help: "Open streams.").set(-4)
        registry.histograms(
            "herd_duration_seconds",
            help: "Durations.",
            labels: [.init("route", valuesMax: 4)],
            buckets: .exponential(from: .milliseconds(1), count: 18)
        )["chat"].record(.milliseconds(3))
        registry.reading("herd_start_seconds", help: "Start.", unit: .seconds) { 1_500_000_000 }
        ProcessFigures.declare(in: registry)

        let families = try page().families
        #expect(families["herd_requests_total"]?.help == "Requests, by route.\nAnd \\ status.")
        #expect(families["herd_requests_total"]?.samples.count == 2)
        #expect(families["herd_requests_total"]?.type == "counter")
        #expect(families["herd_duration_seconds"]?.samples.count == 21)
        #expect(try value("herd_requests_total", ["route": "chat \"x\"\n\\", "status": "200"]) == 3)
        #expect(try value("herd_streams_open") == -4)
        #expect(try value("herd_start_seconds") == 1.5)
    }

    @Test func `a metric without labels shows its zero before anything happened`() throws {
        _ = registry.counter("herd_retries_total", help: "Retries.")
        #expect(try value("herd_retries_total") == 0)
    }

    @Test func `a value on the bound belongs to the bucket, one above it to the next`() throws {
        let histogram = registry.histogram("h_bytes", help: "h", buckets: .exponential(from: 10, factor: 3, count: 3))
        for value in [-5, 0, 10, 11, 30, 31, 90, 91, .max / 2] { histogram.record(value) }
        #expect(try value("h_bytes_bucket", ["le": "10"]) == 3)
        #expect(try value("h_bytes_bucket", ["le": "30"]) == 5)
        #expect(try value("h_bytes_bucket", ["le": "90"]) == 7)
        #expect(try value("h_bytes_bucket", ["le": "+Inf"]) == 9)
        #expect(try value("h_bytes_count") == 9)
    }

    @Test(arguments: [2, 3, 4, 10])
    func `the quick way to a bucket agrees with looking at every bound`(factor: Int) {
        let buckets = Buckets.exponential(from: 7, factor: factor, count: 14)
        var values = Array(0...70) + [.max, .max - 1]
        for bound in buckets.bounds { values += [bound - 1, bound, bound + 1] }
        for width in 0..<63 { values += [1 << width, (1 << width) - 1, (1 << width) + 1] }
        for value in values {
            let slow = buckets.bounds.firstIndex { value <= $0 } ?? buckets.bounds.count
            #expect(buckets.index(of: value) == slow)
        }
    }

    @Test func `durations are shown in exact seconds`() throws {
        let histogram = registry.histogram(
            "h_seconds",
            help: "h",
            buckets: .exponential(from: .microseconds(250), count: 4)
        )
        histogram.record(.nanoseconds(1))
        histogram.record(.microseconds(1500))
        let text = String(decoding: registry.page().bytes, as: UTF8.self)
        #expect(text.contains("h_seconds_bucket{le=\"0.00025\"} 1\n"))
        #expect(text.contains("h_seconds_bucket{le=\"0.002\"} 2\n"))
        #expect(text.contains("h_seconds_sum 0.001500001\n"))
    }

    @Test func `what the first values of a label left no room for counts as other`() throws {
        let family = registry.counters("herd_models_total", help: "m", labels: [.init("model", valuesMax: 2)])
        for model in ["a", "b", "c", "d", "a"] { family[model].add() }
        #expect(try value("herd_models_total", ["model": "a"]) == 2)
        #expect(try value("herd_models_total", ["model": "b"]) == 1)
        #expect(try value("herd_models_total", ["model": "other"]) == 2)
        #expect(try page().families["herd_models_total"]?.samples.count == 3)
    }

    @Test func `each label is bounded by itself`() throws {
        let family = registry.counters(
            "herd_pairs_total",
            help: "p",
            labels: [.init("a", valuesMax: 3), .init("b", valuesMax: 1)]
        )
        for a in 0..<50 { for b in 0..<50 { family["\(a)", "\(b)"].add() } }
        let samples = try page().families["herd_pairs_total"]?.samples ?? []
        #expect(samples.count == 8)
        #expect(samples.map(\.value).reduce(0, +) == 2500)
    }

    @Test func `nothing is lost when many threads count, in one shard or in several`() async {
        let spread = registry.counter("spread_total", help: "s", shards: 3)
        let shared = registry.counter("shared_total", help: "s")
        let histogram = registry.histogram("h", help: "h", buckets: .exponential(from: 1, count: 8), shards: 4)
        let family = registry.counters("f_total", help: "f", labels: [.init("l", valuesMax: 2)])
        await withTaskGroup(of: Void.self) { group in
            for shard in 0..<8 {
                group.addTask {
                    for value in 0..<2_000 {
                        spread.add(shard: shard)
                        shared.add(2)
                        histogram.record(value, shard: shard)
                        family["\(value % 5)"].add()
                    }
                }
            }
        }
        #expect(spread.value == 16_000)
        #expect(shared.value == 32_000)
        #expect((try? value("h_count")) == 16_000)
        #expect((try? value("h_sum")) == Double(8 * 1999 * 1000))
        #expect((try? page().families["f_total"]?.samples.map(\.value).reduce(0, +)) == 16_000)
    }

    @Test func `a reading that has no answer leaves its line out`() throws {
        registry.reading("herd_battery", help: "b") { nil }
        let family = try page().families["herd_battery"]
        #expect(family?.type == "gauge")
        #expect(family?.samples.isEmpty == true)
    }

    @Test func `a table is read at each scrape, escaped and bounded`() throws {
        let long = String(repeating: "ü", count: 500)
        registry.table("herd_sent_total", help: "s", labels: ["node", "backend"], rowsMax: 3, type: .counter) {
            $0.add("a \"x\"\n\\", "b", value: 1)
            $0.add(long, "b", value: 2)
            for index in 0..<10 { $0.add("n\(index)", "b", value: 10) }
            $0.add("n0", "b", value: 5)
        }
        #expect(try value("herd_sent_total", ["node": "a \"x\"\n\\", "backend": "b"]) == 1)
        #expect(try value("herd_sent_total", ["node": String(long.prefix(64)), "backend": "b"]) == 2)
        #expect(try value("herd_sent_total", ["node": "n0", "backend": "b"]) == 15)
        #expect(try value("herd_sent_total", ["node": "other", "backend": "other"]) == 90)
        #expect(try page().families["herd_sent_total"]?.samples.count == 4)
    }

    @Test func `levels beyond the bound of a table are left out, for their sum would mean nothing`() throws {
        registry.table("herd_state", help: "s", labels: ["node"], rowsMax: 2) {
            for (index, node) in ["a", "b", "c", "a"].enumerated() { $0.add(node, value: index) }
        }
        let samples = try page().families["herd_state"]?.samples ?? []
        #expect(samples.map(\.value) == [0, 1])
    }

    @Test func `distributions have a label of their own`() throws {
        let spread = MetricDistribution(bounds: [1_000_000], counts: [2, 1], sum: 5_000_000, unit: .seconds)
        registry.distributions("herd_wait_seconds", help: "w", label: .init("priority", valuesMax: 2)) {
            [("normal", spread), ("batch", spread), ("third", spread)]
        }
        #expect(try value("herd_wait_seconds_bucket", ["priority": "batch", "le": "0.001"]) == 2)
        #expect(try value("herd_wait_seconds_count", ["priority": "normal"]) == 3)
        #expect(try value("herd_wait_seconds_count", ["priority": "third"]) == nil)
    }
}
