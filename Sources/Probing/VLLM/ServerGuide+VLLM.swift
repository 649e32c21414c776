extension ServerGuide {
    static let vllm = ServerGuide(
        name: "vLLM",
        ports: [8000],
        questions: [Question("/v1/models"), Question("/health"), Question("/metrics"), Question("/is_sleeping")],
        read: { $1.readVLLM($0) }
    )
}
