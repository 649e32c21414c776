extension ServerGuide {
    /// `/health_generate` would tell more, but it generates.
    static let sglang = ServerGuide(
        name: "SGLang",
        ports: [30_000],
        questions: [
            Question("/v1/models"), Question("/health"), Question("/get_server_info"),
            Question("/server_info", insteadOf: "/get_server_info"), Question("/metrics"),
            Question("/get_load", insteadOf: "/metrics"),
        ],
        read: { $1.readSGLang($0) }
    )
}
