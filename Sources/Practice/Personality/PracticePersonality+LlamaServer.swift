extension PracticePersonality {
    /// - Parameter busy: of two slots.
    package static func llamaServer(isLoading: Bool = false, busy: Int = 0) -> Self {
        if isLoading {
            let page = Page(
                #"{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}"#,
                status: 503
            )
            return Self(["/health": page, "/props": page, "/v1/models": page, "/slots": page])
        }
        let slots = (0..<2).map { #"{"id":\#($0),"n_ctx":4096,"is_processing":\#($0 < busy)}"# }
        return Self([
            "/health": Page(#"{"status":"ok"}"#),
            "/props": Page(#"{"total_slots":2,"modalities":{"vision":false},"is_sleeping":false}"#),
            "/v1/models": list(["practice"], #""owned_by":"llamacpp","meta":{"n_ctx_train":32768,"size":1000000}"#),
            "/slots": Page("[\(slots.joined(separator: ","))]"),
        ])
    }

    /// - Parameter statuses: of its models: loaded, unloaded, loading, failed.
    package static func llamaRouter(_ statuses: [(model: String, status: String)]) -> Self {
        let entries = statuses.map {
            #"{"id":"\#($0.model)","object":"model","owned_by":"llamacpp","status":{"value":"\#($0.status)"}}"#
        }
        return Self([
            "/health": Page(#"{"status":"ok"}"#),
            "/props": Page(#"{"role":"router","max_instances":4,"default_generation_settings":{"n_ctx":0}}"#),
            "/v1/models": Page(#"{"object":"list","data":[\#(entries.joined(separator: ","))]}"#),
            "/slots": Page(#"[{"id":0,"n_ctx":8192,"is_processing":false}]"#),
        ])
    }
}
