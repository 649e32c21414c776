extension ServerGuide {
    static let anthropic = ServerGuide(
        name: "Anthropic-compatible",
        ports: [],
        questions: [Question("/v1/models")],
        read: { $1.readAnthropic($0) },
        fields: [("anthropic-version", "2023-06-01")]
    )
}
