import Dialects
import Fleet
import HTTPEngine
import Routing

/// Has backends load models ahead of the requests that will need them, and reports back how that went.
final class ModelLoader: Sendable {
    /// A large model from a slow disk.
    private static let patience = LoopSpan(.seconds(900))
    private static let patienceToUnload = LoopSpan(.seconds(30))

    private let resolver: Resolver
    private let loop: EventLoop
    private let desk = Locked<Desk?>(nil)

    init(by resolver: Resolver, on loop: EventLoop) {
        self.resolver = resolver
        self.loop = loop
    }

    func connect(_ desk: Desk) {
        self.desk.withLock { $0 = desk }
    }

    func load(_ order: LoadOrder, _ destination: LoadDestination?) {
        loop.spawn {
            let succeeded = if let destination { await self.load(destination, order.context) } else { false }
            self.desk.withLock { $0 }?.loadEnded(order, succeeded: succeeded)
        }
    }

    /// Whether the backend says that it is loaded.
    func load(_ destination: LoadDestination, _ context: Int?) async -> Bool {
        let (path, body) = Self.request(destination, context)
        return await order(destination, path, body, within: Self.patience)
    }

    /// Whether the backend says that it is gone, which takes it no time. Nil when it has no such order.
    ///
    /// - Parameter ollama: how to ask an Ollama.
    func unload(_ destination: LoadDestination, _ ollama: (path: String, body: [UInt8])) async -> Bool? {
        switch destination.kind {
        case .ollama:
            return await order(destination, ollama.path, ollama.body, within: Self.patienceToUnload)
        case .lmStudio:
            let body: JSONObject = ["instance_id": .string(destination.model)]
            let encoded = JSONValue.object(body).encoded
            return await order(destination, "/api/v1/models/unload", encoded, within: Self.patienceToUnload)
        case .llamaServer, .vllm, .mlx, .exo, .openAI:
            return nil
        }
    }

    private func order(
        _ destination: LoadDestination,
        _ path: String,
        _ body: [UInt8],
        within patience: LoopSpan
    ) async -> Bool {
        let fetch = Fetch(from: destination.endpoint, by: resolver, on: loop, within: patience, bodyMax: 1 << 20)
        guard let answer = try? await fetch.post(path, json: body) else { return false }
        return answer.status < 300
    }

    /// Both are asked as they are meant to be: Ollama by an empty prompt, LM Studio by its own call.
    private static func request(_ destination: LoadDestination, _ context: Int?) -> (String, [UInt8]) {
        var body: JSONObject = ["model": .string(destination.model)]
        if destination.kind == .lmStudio {
            if let context { body["context_length"] = .number(JSONNumber(context)) }
            return ("/api/v1/models/load", JSONValue.object(body).encoded)
        }
        body["stream"] = false
        if let context { body["options"] = ["num_ctx": .number(JSONNumber(context))] }
        return ("/api/generate", JSONValue.object(body).encoded)
    }
}

/// Where a model is to be loaded.
struct LoadDestination: Sendable {
    let endpoint: Endpoint
    let kind: BackendKind
    /// As this backend calls it.
    let model: String
}
