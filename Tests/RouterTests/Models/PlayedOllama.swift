import Dialects
import HTTPEngine

/// An Ollama, as far as its models go: it lists what it has, and carries out orders about it.
final class PlayedOllama: Sendable {
    struct State {
        /// Its entries of `/api/tags`, as they are sent.
        var models: [String: String] = [:]
        /// Its entries of `/api/ps`.
        var loaded: [String: String] = [:]
        var blobs: Set<String> = []
        /// What orders are answered instead of being carried out.
        var refusal: (status: UInt16, text: String)?
        /// Who passed on what it was asked last, and for a page from where.
        var via: String?
        var origin: String?
        /// Method, path and body, but for what probes ask.
        var requests: [String] = []
    }

    let address: SocketAddress
    private let server: Server
    private let state: Locked<State>

    init(on group: LoopGroup, _ models: [String: String] = [:], loaded: [String: String] = [:]) async throws {
        let state = Locked(State(models: models, loaded: loaded))
        let server = Server(on: group) { await Self.answer($0, state) }
        self.state = state
        self.server = server
        address = try await server.listen(on: .loopback())
    }

    var endpoint: Endpoint { Endpoint(host: "127.0.0.1", port: address.port) }
    var requests: [String] { state.withLock { $0.requests } }
    var origin: String? { state.withLock { $0.origin } }
    var via: String? { state.withLock { $0.via } }
    var names: [String] { state.withLock { $0.models.keys.sorted() } }

    func change(_ body: (inout State) -> Void) { state.withLock(body) }

    func stop() async { _ = await server.stop() }

    /// An entry of `/api/tags` with every field.
    static func entry(_ name: String, digest: Character = "a", size: Int = 1000, family: String = "llama") -> String {
        """
        {"name":"\(name)","model":"\(name)","modified_at":"2026-08-21T10:11:12.123456789-07:00","size":\(size),
        "digest":"\(String(repeating: digest, count: 64))","details":{"parent_model":"","format":"gguf","family":"\(family)",
        "families":["\(family)"],"parameter_size":"8.0B","quantization_level":"Q4_K_M","context_length":8192,
        "embedding_length":4096},"capabilities":["completion","tools"],"own":{"of_this_server":[1.50,null]}}
        """
    }

    static func loadedEntry(_ name: String, digest: Character = "a", expires: String = "2026-11-21T05:05:00Z") -> String
    {
        """
        {"name":"\(name)","model":"\(name)","size":5200,"digest":"\(String(repeating: digest, count: 64))",
        "details":{"format":"gguf","family":"llama","families":null,"parameter_size":"8.0B","quantization_level":"Q4_0",
        "parent_model":""},"expires_at":"\(expires)","size_vram":5000,"context_length":4096}
        """
    }

    // MARK: Answers

    private static func answer(_ exchange: Exchange, _ state: Locked<State>) async {
        let head = exchange.request
        let (method, path) = (head.text(head.methodSlice), head.text(head.path))
        var body: [UInt8] = []
        if case .whole(let bytes) = (try? await exchange.collectBody(upTo: 16 << 20)) ?? .none { body = bytes }
        switch path {
        case "/": await exchange.respond(200, text: "Ollama is running")
        case "/api/version": await exchange.respond(200, "application/json", Array(#"{"version":"0.14.1"}"#.utf8))
        case "/api/tags": await list(exchange, state.withLock { $0.models })
        case "/api/ps": await list(exchange, state.withLock { $0.loaded })
        // What a router asks to find out what this is.
        case _ where method == "GET" && head.value(named: "user-agent").map { head.text($0) } == "herd":
            await exchange.respond(404, text: "no such page")
        default:
            let via = head.value(named: "via").map { head.text($0) }
            let origin = head.value(named: "origin").map { head.text($0) }
            state.withLock { ($0.via, $0.origin) = (via, origin) }
            let text = body.count > 1000 ? "\(body.count) bytes" : String(decoding: body, as: UTF8.self)
            state.withLock { $0.requests.append("\(method) \(path) \(text)") }
            if let refusal = state.withLock({ $0.refusal }) {
                await exchange.respond(refusal.status, "application/json", Array(#"{"error":"\#(refusal.text)"}"#.utf8))
                return
            }
            await carryOut(exchange, method, path, (try? JSONValue(parsing: body)) ?? .null, state)
        }
    }

    private static func list(_ exchange: Exchange, _ entries: [String: String]) async {
        let all = entries.sorted { $0.key < $1.key }.map(\.value).joined(separator: ",")
        await exchange.respond(200, "application/json", Array("{\"models\":[\(all)]}".utf8))
    }

    private static func carryOut(
        _ exchange: Exchange,
        _ method: String,
        _ path: String,
        _ body: JSONValue,
        _ state: Locked<State>
    ) async {
        let name = body["model"]?.string ?? ""
        switch (method, path) {
        case ("POST", "/api/pull"), ("POST", "/api/create"), ("POST", "/api/push"):
            await exchange.begin(200, "application/x-ndjson")
            _ = await exchange.write(Array("{\"status\":\"working\"}\n".utf8).span)
            if path != "/api/push" { state.withLock { $0.models[name] = entry(name, digest: "f") } }
            for piece in ["{\"status\":\"suc", "cess\"}\n"] { _ = await exchange.write(Array(piece.utf8).span) }
            exchange.end()
        case ("DELETE", "/api/delete"):
            let had = state.withLock { $0.models.removeValue(forKey: name) != nil }
            await exchange.respond(had ? 200 : 404, "application/json", had ? [] : Array(#"{"error":"gone"}"#.utf8))
        case ("POST", "/api/copy"):
            let target = body["destination"]?.string ?? ""
            state.withLock { $0.models[target] = entry(target) }
            await exchange.respond(200, "application/json", [])
        case ("POST", "/api/show"):
            await exchange.respond(200, "application/json", Array(#"{"license":"of \#(name)"}"#.utf8))
        case ("POST", "/api/generate"): await exchange.respond(200, "application/json", Array("{}".utf8))
        case ("HEAD", _):
            await exchange.respond(state.withLock { $0.blobs.contains(path) } ? 200 : 404, "text/plain", [])
        case ("POST", _):
            state.withLock { _ = $0.blobs.insert(path) }
            await exchange.respond(201, "text/plain", [])
        default: await exchange.respond(405, text: "no")
        }
    }
}
