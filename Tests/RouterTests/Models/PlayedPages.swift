import HTTPEngine

/// A server that answers each path with what is written for it, and all others with 404.
struct PlayedPages: Sendable {
    let endpoint: Endpoint
    private let server: Server

    init(on group: LoopGroup, _ pages: [String: String]) async throws {
        server = Server(on: group) { exchange in
            guard let page = pages[exchange.request.text(exchange.request.path)] else {
                await exchange.respond(404, text: "no such page")
                return
            }
            await exchange.respond(200, "application/json", Array(page.utf8))
        }
        endpoint = Endpoint(host: "127.0.0.1", port: try await server.listen(on: .loopback()).port)
    }

    func stop() async { _ = await server.stop() }

    static let llamaServer = [
        "/props": #"{"total_slots":2}"#,
        "/slots": #"[{"n_ctx":8192,"is_processing":false},{"n_ctx":8192,"is_processing":false}]"#,
        "/v1/models": #"""
        {"object":"list","data":[{"id":"Qwen/Qwen3-8B.gguf","object":"model","created":1795000000,"owned_by":"llamacpp",
        "meta":{"n_params":8190735360,"n_ctx_train":40960,"size":5027000000},"odd":1.50}]}
        """#,
    ]
}
