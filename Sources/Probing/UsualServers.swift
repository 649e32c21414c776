/// Where inference servers listen when nobody has told them otherwise.
package enum UsualServers {
    package static let all: [(name: String, port: Int)] = [
        ("Ollama", 11_434), ("llama-server", 8080), ("LM Studio", 1234), ("vLLM", 8000), ("SGLang", 30_000),
        ("MLX", 10_240), ("exo", 52_415), ("Lemonade", 13_305),
    ]

    package static var names: String { all.map { "\($0.name) \($0.port)" }.joined(separator: ", ") }
}
