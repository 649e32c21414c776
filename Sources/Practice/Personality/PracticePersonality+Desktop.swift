/// The servers of people's own machines.
extension PracticePersonality {
    package static func lmStudio(isLoaded: Bool = true) -> Self {
        let instance = #"{"id":"practice","config":{"context_length":8192,"parallel":4}}"#
        return Self([
            "/api/v1/models": Page(
                #"{"models":[{"type":"llm","key":"practice","size_bytes":1000000,"max_context_length":32768,"#
                    + #""loaded_instances":[\#(isLoaded ? instance : "")]}]}"#
            ),
            "/v1/models": list(["practice"]),
        ])
    }

    package static func olderLMStudio(isLoaded: Bool = true) -> Self {
        let state = isLoaded ? #""state":"loaded","loaded_context_length":4096"# : #""state":"not-loaded""#
        return Self([
            "/api/v0/models": Page(
                #"{"object":"list","data":[{"id":"practice","type":"llm",\#(state),"max_context_length":32768}]}"#
            ),
            "/v1/models": list(["practice"]),
        ])
    }

    /// It imitates Ollama, as far as its front page.
    package static func lemonade(isLoaded: Bool = true) -> Self {
        let loaded = #"{"model_name":"practice","type":"llm","recipe_options":{"ctx_size":4096},"is_busy":false}"#
        return Self([
            "/": Page("Ollama is running", type: "text/plain"),
            "/api/version": Page(#"{"version":"0.16.1"}"#),
            "/api/v1/health": Page(
                #"{"status":"ok","model_loaded":\#(isLoaded ? #""practice""# : "null"),"#
                    + #""all_models_loaded":[\#(isLoaded ? loaded : "")]}"#
            ),
            "/api/v1/models": list(["practice"], #""owned_by":"lemonade","downloaded":true,"labels":["tool-calling"]"#),
        ])
    }

    package static let mlx = Self(
        ["/health": Page(#"{"status":"ok"}"#), "/v1/models": list(["practice", "practice-embed"], #""x":0"#)],
        server: "BaseHTTP/0.6 Python/3.12.3"
    )
}
