import Fleet
import HTTPEngine
import Testing

@testable import Probing

/// What each kind of server's answers say, as they are written in the servers' own documentation.
@Suite struct ReportTests {
    /// - Parameter refusals: pages that are answered with another status than 200.
    func reading(
        _ kind: BackendKind,
        _ answers: [String: String],
        refusals: [String: UInt16] = [:]
    ) -> BackendReport? {
        var report = BackendReport(name: "b", kind: kind)
        var pages = answers.mapValues { Fetch.Answer(status: 200, body: Array($0.utf8)) }
        for (path, status) in refusals {
            pages[path] = Fetch.Answer(status: status, body: Array((answers[path] ?? "").utf8))
        }
        return kind.guide.read(AnswerReading(pages), &report) ? report : nil
    }

    @Test func `Ollama tells what it has on disk, what of it is in memory, and with which context`() throws {
        let report = try #require(
            reading(
                .ollama,
                [
                    "/api/version": #"{"version":"0.14.0"}"#,
                    "/api/tags": #"""
                    {"models":[{"name":"Llama3:8b","digest":"sha256:AB","size":4700,"details":{"context_length":8192},
                    "capabilities":["completion","tools"]},{"name":"nomic:latest","size":3,"capabilities":["embedding"]},
                    {"name":""},{"size":1}]}
                    """#,
                    "/api/ps": #"{"models":[{"name":"Llama3:8b","size":5200,"size_vram":5000,"context_length":4096}]}"#,
                ]
            )
        )
        let models = try #require(report.models)
        #expect(models.map(\.spelling) == ["Llama3:8b", "nomic:latest"])
        #expect(models[0].name == ModelName("llama3:8b"))
        #expect(models[0].digest == ModelDigest("ab"))
        #expect(models[0].isResident && !models[1].isResident)
        #expect(models[0].contextLength == 4096 && models[0].contextMax == 8192)
        #expect(models[0].residentSize == ByteCount(5200) && models[0].size == ByteCount(4700))
        #expect(models[0].capabilities == [.chat, .completion, .tools])
        #expect(models[1].capabilities == .embeddings)
        #expect(report.slots == nil)
    }

    @Test(
        arguments: [
            ("0.12.9", [false, false]), ("0.13.2", [false, false]), ("0.13.3", [false, true]),
            ("0.14.0", [true, true]),
            ("0.14.0-rc1", [true, true]), ("1.0.0", [true, true]), ("built by hand", [true, true]),
        ]
    )
    func `an Ollama is asked in the dialects that its version knows`(version: String, knows: [Bool]) throws {
        let answers = ["/api/version": #"{"version":"\#(version)"}"#, "/api/tags": #"{"models":[]}"#]
        let calls = try #require(reading(.ollama, answers)?.calls)
        #expect([calls.contains(.messages), calls.contains(.responses)] == knows)
        #expect(calls.isSuperset(of: [.ollama, .chatCompletions]))
    }

    @Test func `an Ollama from before it had other dialects is asked in its own`() throws {
        for version in ["0.1.20", "0.2.8"] {
            let answers = ["/api/version": #"{"version":"\#(version)"}"#, "/api/tags": #"{"models":[]}"#]
            #expect(reading(.ollama, answers)?.calls == .ollama)
        }
    }

    @Test func `llama-server tells its slots and which of them work`() throws {
        let report = try #require(
            reading(
                .llamaServer,
                [
                    "/props": #"{"total_slots":2,"modalities":{"vision":true}}"#,
                    "/v1/models": #"{"data":[{"id":"Qwen3-8B.gguf","meta":{"n_ctx_train":32768,"size":9}}]}"#,
                    "/slots":
                        #"[{"id":0,"is_processing":true,"n_ctx":4096},{"id":1,"is_processing":false,"n_ctx":4096}]"#,
                ]
            )
        )
        #expect(report.slots == 2 && report.running == 1)
        let model = try #require(report.models?.first)
        #expect(model.spelling == "Qwen3-8B.gguf" && model.isResident)
        // Whatever the model knows, the server was started with less.
        #expect(model.contextLength == 4096 && model.contextMax == 4096)
    }

    @Test func `vLLM tells how many requests run and wait`() throws {
        let report = try #require(
            reading(
                .vllm,
                [
                    "/metrics": """
                    # HELP vllm:num_requests_running Number of requests
                    vllm:num_requests_running{model_name="a"} 3.0
                    vllm:num_requests_running{model_name="b"} 1.0
                    vllm:num_requests_running_total 99
                    vllm:num_requests_waiting{model_name="a"} 2.0
                    """,
                    "/v1/models": #"{"data":[{"id":"Qwen/Qwen3-8B","owned_by":"vllm","max_model_len":16384}]}"#,
                ]
            )
        )
        #expect(report.running == 4 && report.waiting == 2)
        #expect(report.models?.first?.contextLength == 16_384)
        #expect(report.models?.first?.spelling == "Qwen/Qwen3-8B")
    }

    @Test func `LM Studio tells what is loaded and how many requests it takes at once`() throws {
        let report = try #require(
            reading(
                .lmStudio,
                [
                    "/api/v1/models": #"""
                    {"models":[{"type":"llm","key":"google/gemma","size_bytes":10,"max_context_length":131072,
                    "loaded_instances":[{"id":"x","config":{"context_length":8192,"parallel":4}}],
                    "capabilities":{"vision":true,"trained_for_tool_use":true}},
                    {"type":"embedding","key":"nomic","loaded_instances":[]}]}
                    """#
                ]
            )
        )
        let models = try #require(report.models)
        #expect(report.slots == 4)
        #expect(models[0].isResident && models[0].contextLength == 8192)
        #expect(models[0].capabilities == [.chat, .completion, .vision, .tools])
        #expect(!models[1].isResident && models[1].capabilities == .embeddings)
    }

    @Test func `exo offers a model once every runner of its instance is ready`() throws {
        let report = try #require(
            reading(
                .exo,
                [
                    "/node_id": #""abc""#,
                    "/state": #"""
                    {"instances":{
                    "i":{"MlxRingInstance":{"shardAssignments":{"modelId":"big","runnerToShard":{"r1":{},"r2":{}}}}},
                    "j":{"MlxRingInstance":{"shardAssignments":{"modelId":"slow","runnerToShard":{"r3":{}}}}},
                    "k":{"MlxRingInstance":{"shardAssignments":{"modelId":"bad","runnerToShard":{"r4":{}}}}}},
                    "runners":{"r1":{"RunnerReady":{}},"r2":{"RunnerRunning":{}},"r3":{"RunnerLoading":{"layersLoaded":15,"totalLayers":60}},"r4":{"RunnerFailed":{}}},
                    "tasks":{"t":{"TextGeneration":{"taskStatus":"Running"}},"u":{"TextGeneration":{"taskStatus":"Pending"}}}}
                    """#,
                ]
            )
        )
        let models = try #require(report.models)
        #expect(models.map(\.spelling) == ["big", "slow", "bad"])
        #expect(models.map(\.isResident) == [true, false, false])
        #expect(models.map(\.unready) == [nil, nil, .loadFailed])
        if case .loading(let done) = models[1].place { #expect(done == 0.25) } else { Issue.record("it loads") }
        #expect(report.running == 1 && report.waiting == 1)
    }

    @Test(arguments: BackendKind.allCases)
    func `answers that are not its own are not taken for it`(kind: BackendKind) {
        for nonsense in ["", "[]", "{}", "null", "{\"models\":3,\"data\":4}", "<html>"] {
            if kind == .mlx, nonsense == "" { continue }
            let answers = Dictionary(uniqueKeysWithValues: kind.guide.questions.map { ($0.path, nonsense) })
            #expect(reading(kind, answers) == nil, "\(nonsense)")
        }
    }
}

extension ModelReport {
    var isResident: Bool { if case .resident = place { true } else { false } }
}
