import Fleet
import HTTPEngine
import Probing
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
        guard let load = destination.kind.guide.load else { return false }
        let body = load.body(destination.model, context: context)
        return await order(destination, load.path, body, within: Self.patience)
    }

    /// Whether the backend says that it is gone, which takes it no time. Nil when it has no such order.
    ///
    /// - Parameter ollama: how to ask an Ollama.
    func unload(_ destination: LoadDestination, _ ollama: (path: String, body: [UInt8])) async -> Bool? {
        if destination.kind == .ollama {
            return await order(destination, ollama.path, ollama.body, within: Self.patienceToUnload)
        }
        guard let unload = destination.kind.guide.unload else { return nil }
        return await order(destination, unload.path, unload.body(destination.model), within: Self.patienceToUnload)
    }

    private func order(
        _ destination: LoadDestination,
        _ path: String,
        _ body: [UInt8],
        within patience: LoopSpan
    ) async -> Bool {
        let fetch = Fetch(
            from: destination.endpoint,
            by: resolver,
            on: loop,
            within: patience,
            bodyMax: 1 << 20,
            credential: destination.credential
        )
        guard let answer = try? await fetch.post(path, json: body) else { return false }
        return answer.status < 300
    }
}

/// Where a model is to be loaded.
struct LoadDestination: Sendable {
    let endpoint: Endpoint
    let credential: Credential?
    let kind: BackendKind
    /// As this backend calls it.
    let model: String
}
