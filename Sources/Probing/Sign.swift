import Dialects
import Fleet

/// What gives a server away: an answer that no other kind gives.
///
/// Nearly every one of these servers speaks OpenAI's language too, and several imitate Ollama, so the order is what decides.
struct Sign: Sendable {
    let kind: BackendKind
    let path: String
    let isSeen: @Sendable (AnswerReading) -> Bool

    init(_ kind: BackendKind, at path: String, _ isSeen: @escaping @Sendable (AnswerReading) -> Bool) {
        self.kind = kind
        self.path = path
        self.isSeen = isSeen
    }

    static let inOrder: [Sign] = [
        // Another router of ours, which passes on all it does not know.
        Sign(.ollama, at: "/") { $0.text("/")?.hasPrefix("Herd is running") ?? false },
        // Both say that Ollama is running: the one that is not has this page too.
        Sign(.lemonade, at: "/api/v1/health", \.isLemonade),
        Sign(.ollama, at: "/") { $0.text("/")?.hasPrefix("Ollama is running") ?? false },
        Sign(.exo, at: "/node_id") { $0.json("/node_id")?.string != nil },
        Sign(.llamaServer, at: "/props", \.isLlamaServer),
        Sign(.llamaRouter, at: "/props", \.isLlamaRouter),
        Sign(.lmStudio, at: "/api/v1/models") { $0.json("/api/v1/models")?["models"]?.array != nil },
        Sign(.lmStudio, at: "/api/v0/models") { $0.json("/api/v0/models")?["data"]?.array != nil },
        Sign(.vllm, at: "/metrics") { $0.text("/metrics")?.contains("vllm:") ?? false },
        Sign(.sglang, at: "/metrics") { $0.text("/metrics")?.contains("sglang:") ?? false },
        // Behind something that has a front page of its own.
        Sign(.ollama, at: "/api/version") { $0.json("/api/version")?["version"]?.string != nil },
        Sign(.vllm, at: "/v1/models") { $0.owner == "vllm" },
        Sign(.sglang, at: "/v1/models") { $0.owner == "sglang" },
        Sign(.llamaServer, at: "/v1/models") { $0.owner == "llamacpp" },
        Sign(.anthropic, at: "/v1/models", \.isAnthropic),
        Sign(.mlx, at: "/v1/models") { $0.server("/v1/models")?.hasPrefix("BaseHTTP/") ?? false },
        Sign(.openAI, at: "/v1/models") { $0.status("/v1/models") == 200 || $0.isRefused("/v1/models") },
    ]
}
