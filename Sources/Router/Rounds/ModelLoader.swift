import Dialects
import Fleet
import HTTPEngine
import Routing

/// Has backends load models ahead of the requests that will need them, and reports back how that went.
final class ModelLoader: Sendable {
    /// A large model from a slow disk.
    private static let patience = LoopSpan(.seconds(900))

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
            let succeeded = if let destination { await self.ask(destination, order.context) } else { false }
            self.desk.withLock { $0 }?.loadEnded(order, succeeded: succeeded)
        }
    }

    private func ask(_ destination: LoadDestination, _ context: Int?) async -> Bool {
        let fetch = Fetch(
            from: destination.endpoint,
            by: resolver,
            on: loop,
            within: Self.patience,
            bodyMax: 1 << 20
        )
        let (path, body) = Self.request(destination, context)
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
