extension ServerGuide {
    static let mlx = ServerGuide(
        name: "MLX server",
        ports: [8080, 10_240],
        questions: [Question("/v1/models")],
        read: { $1.readMLX($0) }
    )
}
