import HTTPEngine
import Probing
import Telemetry

/// Looks at backends every few seconds, each on a loop of its own choice, as an agent would if there were one. Backends come and
/// go while it runs.
final class ProbeRound: Sendable {
    /// For a question, however often it is asked.
    private static let patienceMin = LoopSpan(.seconds(2))

    private let interval: LoopSpan
    /// What this router calls itself: it must not take itself for a backend.
    private let via: String
    private let desk: Desk
    private let listed: ListedBackends
    private let resolver: Resolver
    private let log: Logger
    private let group: LoopGroup
    private let watches = Locked<[Endpoint: BackendWatch]>([:])

    init(
        for desk: Desk,
        _ listed: ListedBackends,
        by resolver: Resolver,
        on group: LoopGroup,
        every interval: LoopSpan,
        via: String,
        log: Logger
    ) {
        self.via = via
        self.desk = desk
        self.listed = listed
        self.resolver = resolver
        self.group = group
        self.interval = interval
        self.log = log
    }

    /// Looks at it at once, and then until it is ended. One watch for each address.
    @discardableResult
    func begin(_ endpoint: Endpoint, _ terms: BackendTerms, _ credential: Credential?) -> BackendWatch {
        let watch = BackendWatch(of: endpoint, terms, for: desk, listed, log: log)
        let number = watches.withLock { watches in
            watches[endpoint]?.end()
            watches[endpoint] = watch
            return watches.count
        }
        let loop = group.loops[number % group.loops.count]
        let probe = Probe(
            of: endpoint,
            by: resolver,
            on: loop,
            within: max(interval, Self.patienceMin),
            type: terms.kind,
            credential: credential,
            via: via
        )
        let interval = interval
        loop.spawn { await watch.run(probe, every: interval, on: loop) }
        return watch
    }

    /// When it is back, nothing will be reported of the backend any more.
    func end(_ endpoint: Endpoint) {
        watches.withLock { $0.removeValue(forKey: endpoint) }?.end()
    }

    func stop() {
        for watch in watches.withLock({ $0.values }) { watch.end() }
    }

    subscript(endpoint: Endpoint) -> BackendWatch? { watches.withLock { $0[endpoint] } }
}
