import Fleet
import Practice
import Testing

@testable import Probing

/// Which servers can serve, by what they say of themselves.
extension ReportTests {
    /// Takes the pages as a probe would have got them.
    private func report(_ kind: BackendKind, _ server: PracticePersonality) throws -> BackendReport {
        let refusals = server.pages.filter { $0.value.status != 200 }.mapValues(\.status)
        return try #require(reading(kind, server.pages.mapValues(\.text), refusals: refusals))
    }

    @Test func `a llama-server that loads is not ready, and has slots and a context once it is`() throws {
        let loading = try report(.llamaServer, .llamaServer(isLoading: true))
        #expect(loading.unready == .loading && loading.models == nil)
        let ready = try report(.llamaServer, .llamaServer(busy: 1))
        #expect(ready.unready == nil && ready.slots == 2 && ready.running == 1)
        #expect(ready.models?.first?.contextLength == 4096)
    }

    @Test func `a llama-server that loads may list its model already`() throws {
        let report = try #require(
            reading(
                .llamaServer,
                [
                    "/health": #"{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}"#,
                    "/v1/models": #"{"data":[{"id":"m","owned_by":"llamacpp"}]}"#,
                ],
                refusals: ["/health": 503]
            )
        )
        #expect(report.unready == .loading)
        guard case .loading = report.models?.first?.place else { Issue.record("not loading"); return }
    }

    @Test func `the head of workers says by its health that it is lost`() throws {
        var server = PracticePersonality.llamaServer()
        server.pages["/health"] = .init(#"{"error":"rpc"}"#, status: 500)
        #expect(try report(.llamaServer, server).unready == .unhealthy)
    }

    @Test func `each model of a llama-server with many has a state of its own`() throws {
        let server = PracticePersonality.llamaRouter([
            ("a", "loaded"), ("b", "unloaded"), ("c", "loading"), ("d", "failed"), ("e", "sleeping"), ("f", "new word"),
        ])
        let models = try #require(try report(.llamaRouter, server).models)
        #expect(models.map(\.isResident) == [true, false, false, false, false, false])
        #expect(models.map(\.unready) == [nil, nil, nil, .loadFailed, nil, nil])
        guard case .loading = models[2].place else { Issue.record("not loading"); return }
        let loaded = #"""
            {"data":[{"id":"a","status":{"value":"loaded"},"meta":{"n_ctx":8192,"n_ctx_train":131072,"size":7},
            "architecture":{"input_modalities":["text","image"]}},{"id":"b","status":{"value":"loaded"}}]}
            """#
        let pages = [
            "/v1/models": loaded, "/props?model=a&autoload=false": #"{"total_slots":4}"#,
            "/metrics?model=a&autoload=false": "llamacpp:requests_processing 2\nllamacpp:requests_deferred 1\n",
            "/slots?model=b&autoload=false": #"[{"is_processing":true},{"is_processing":false}]"#,
        ]
        let report = try #require(reading(.llamaRouter, pages))
        #expect(report.slots == 4 && report.running == 3 && report.waiting == 1)
        let first = try #require(report.models?.first)
        #expect(first.contextLength == 8192 && first.contextMax == 8192 && first.size == ByteCount(7))
        #expect(first.capabilities?.contains(.vision) == true)
        // One process that failed stands as unloaded, with a mark.
        let failed = #"{"data":[{"id":"a","status":{"value":"unloaded","failed":true,"exit_code":1}}]}"#
        #expect(reading(.llamaRouter, ["/v1/models": failed])?.models?.first?.unready == .loadFailed)
    }

    @Test func `vLLM sleeps, and outlives its engine`() throws {
        #expect(try report(.vllm, .vllm(isAsleep: true)).unready == .sleeping)
        #expect(try report(.vllm, .vllm(isWell: false)).unready == .unhealthy)
        let busy = try report(.vllm, .vllm(running: 3, waiting: 2))
        #expect(busy.unready == nil && busy.running == 3 && busy.waiting == 2 && busy.cacheUse == 0.25)
        #expect(busy.models?.first?.contextLength == 16_384)
    }

    @Test func `vLLM without its metrics is known by whom its models belong to`() throws {
        let list = #"{"data":[{"id":"m","owned_by":"vllm","max_model_len":4096}]}"#
        let report = try #require(reading(.vllm, ["/v1/models": list]))
        #expect(report.running == nil && report.waiting == nil && report.cacheUse == nil)
        #expect(reading(.vllm, ["/v1/models": #"{"data":[{"id":"m"}]}"#]) == nil)
    }

    @Test func `SGLang tells its limit, and its load by one page or the other`() throws {
        let older = try report(.sglang, .sglang())
        #expect(older.slots == 24 && older.running == 2 && older.waiting == 1 && older.unready == nil)
        var server = PracticePersonality.sglang(isWell: false)
        server.pages["/metrics"] = .init(
            "sglang:num_running_reqs{a=\"b c\"} 5\nsglang:num_queue_reqs 7\nsglang:token_usage 1.5\n"
        )
        let newer = try report(.sglang, server)
        #expect(newer.running == 5 && newer.waiting == 7 && newer.cacheUse == 1 && newer.unready == .unhealthy)
    }

    @Test func `the older LM Studio tells what is loaded too`() throws {
        let loaded = try report(.lmStudio, .olderLMStudio()).models?.first
        #expect(loaded?.isResident == true && loaded?.contextLength == 4096 && loaded?.contextMax == 32_768)
        #expect(try report(.lmStudio, .olderLMStudio(isLoaded: false)).models?.first?.isResident == false)
    }

    @Test func `Lemonade tells what is loaded, of those that are downloaded`() throws {
        let loaded = try report(.lemonade, .lemonade())
        #expect(loaded.models?.first?.isResident == true && loaded.models?.first?.contextLength == 4096)
        #expect(loaded.models?.first?.capabilities == [.chat, .completion, .tools] && loaded.running == 0)
        #expect(try report(.lemonade, .lemonade(isLoaded: false)).models?.first?.isResident == false)
        let older = try #require(
            reading(
                .lemonade,
                [
                    "/api/v1/health": #"{"status":"ok","model_loaded":"b"}"#,
                    "/api/v1/models": #"""
                    {"data":[{"id":"a","downloaded":false},{"id":"b","size":0.38},
                    {"id":"c","size":-2,"labels":["embeddings"]}]}
                    """#,
                ]
            )
        )
        #expect(older.models?.map(\.spelling) == ["b", "c"])
        #expect(older.models?.map(\.isResident) == [true, false])
        #expect(older.models?.map(\.size) == [ByteCount(380_000_000), nil])
        #expect(older.models?[1].capabilities == .embeddings)
    }

    @Test func `the MLX server does not say which of its models it holds`() throws {
        let models = try report(.mlx, .mlx).models
        #expect(models?.count == 2)
        #expect(models?.allSatisfy { if case .listed = $0.place { true } else { false } } == true)
        let unlisted = try #require(reading(.mlx, ["/v1/models": ""]))
        #expect(unlisted.models == nil && unlisted.unready == nil)
    }

    @Test(arguments: [BackendKind.openAI, .anthropic, .vllm, .sglang, .mlx])
    func `who refuses the key says so`(kind: BackendKind) {
        #expect(reading(kind, [:], refusals: ["/v1/models": 401])?.unready == .keyRefused)
        #expect(reading(kind, [:], refusals: ["/v1/models": 500])?.unready == .unhealthy)
    }

    @Test func `a server of Anthropic's language may have no list`() throws {
        #expect(try report(.anthropic, .anthropic).models?.map(\.spelling) == ["practice"])
        let unlisted = try #require(reading(.anthropic, [:], refusals: ["/v1/models": 404]))
        #expect(unlisted.models == nil && unlisted.unready == nil)
    }

    // MARK: The cluster

    @Test func `a cluster is one server, and its memory is everybody's`() throws {
        let report = try report(.exo, .exo([.init("a"), .init("b")]))
        #expect(report.memoryTotal == ByteCount(128_000) && report.memoryFree == ByteCount(80_000))
        #expect(report.models?.map(\.spelling) == ["practice"])
        #expect(report.models?.first?.isResident == true && report.models?.first?.unready == nil)
        #expect(report.models?.first?.size == ByteCount(80_000))
    }

    @Test(arguments: [
        (PracticePersonality.Worker("b", runner: "RunnerFailed"), Unreadiness.loadFailed),
        (.init("b", runner: "RunnerShutdown"), .workerLost), (.init("b", silence: 11), .workerLost),
        (.init("b", isInCluster: false), .workerLost),
    ])
    func `a model is not ready without one of its workers`(worker: PracticePersonality.Worker, cause: Unreadiness)
        throws
    {
        let model = try report(.exo, .exo([.init("a"), worker])).models?.first
        #expect(model?.unready == cause && model?.isResident == false)
    }

    @Test(arguments: ["RunnerIdle", "RunnerConnecting", "RunnerLoaded", "RunnerWarmingUp", "RunnerOfTomorrow"])
    func `a model is loading until all of its runners are ready`(runner: String) throws {
        let model = try report(.exo, .exo([.init("a"), .init("b", runner: runner)])).models?.first
        guard case .loading = model?.place else { Issue.record("not loading"); return }
        #expect(model?.unready == nil)
    }

    @Test func `a machine that was just heard of is not lost`() throws {
        let model = try report(.exo, .exo([.init("a"), .init("b", silence: 9)])).models?.first
        #expect(model?.unready == nil && model?.isResident == true)
    }

    @Test func `of two instances of a model the better one counts`() throws {
        let state = #"""
            {"instances":{"i":{"MlxRingInstance":{"shardAssignments":{"modelId":"m","runnerToShard":{"r1":{}}}}},
            "j":{"MlxJacclInstance":{"shardAssignments":{"modelId":"m","runnerToShard":{"r2":{}}}}},
            "k":{"Odd":3},"l":7},"runners":{"r1":{"RunnerLoading":{}},"r2":{"RunnerReady":{}}},
            "topology":{"nodes":[{"nodeId":"n","nodeProfile":{"memory":{"ramTotal":{"inBytes":5},
            "ramAvailable":{"inBytes":-3}}}}]}}
            """#
        let report = try #require(reading(.exo, ["/node_id": #""n""#, "/state": state]))
        #expect(report.models?.count == 1 && report.models?.first?.isResident == true)
        #expect(report.memoryTotal == ByteCount(5) && report.memoryFree == nil)
    }

    @Test func `a cluster that elects a master answers nothing for a while`() throws {
        let report = try #require(reading(.exo, ["/node_id": #""n""#], refusals: ["/state": 503]))
        #expect(report.unready == .unhealthy && report.models == nil)
    }

    // MARK: Figures

    @Test func `absurd figures are as good as none`() throws {
        let metrics = """
            vllm:num_requests_running{a="b"} NaN
            vllm:num_requests_running{a="c"} -4
            vllm:num_requests_waiting 1e300
            vllm:kv_cache_usage_perc +Inf
            vllm:num_requests_running{a="d
            vllm:num_requests_running_total{a="b"} 7
            """
        let list = #"{"data":[{"id":"m","max_model_len":-1},{"id":7},{"id":"n","max_model_len":1e99},{}]}"#
        let report = try #require(reading(.vllm, ["/metrics": metrics, "/v1/models": list]))
        #expect(report.running == nil && report.waiting == nil && report.cacheUse == nil)
        #expect(report.models?.map(\.contextLength) == [nil, nil])
        let props = #"{"total_slots":-7}"#
        #expect(reading(.llamaServer, ["/props": props, "/v1/models": list, "/health": "{}"]) == nil)
    }

    @Test(arguments: [
        ("2026-11-21T12:00:00Z", "2026-11-21T12:00:01.5Z", 1.5), ("2024-02-28T23:59:59Z", "2024-02-29T00:00:00Z", 1),
        ("2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z", 86_400),
        ("2025-12-31T23:00:00Z", "2026-01-01T00:00:00Z", 3600),
        ("2026-11-21T12:00:00+00:00", "2026-11-21T12:00:00-01:30", 5400),
    ])
    func `times are compared with each other`(earlier: String, later: String, seconds: Double) throws {
        let difference = try #require(ExoTime.seconds(later)) - #require(ExoTime.seconds(earlier))
        #expect(abs(difference - seconds) < 1e-6)
        #expect(ExoTime.seconds("yesterday") == nil && ExoTime.seconds("2026-99-21T12:00:00Z") == nil)
    }
}
