extension ServerGuide {
    static let openAI = ServerGuide(
        name: "OpenAI-compatible",
        ports: [4000],
        questions: [Question("/v1/models")],
        read: { $1.readOpenAI($0) }
    )
}
