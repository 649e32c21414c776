import Fleet
import HTTPEngine
import Probing

/// Asks an Ollama anew for its models after an order about them, so that lists are right from the moment its client knows.
///
/// Who shows a list while that is still to be done does it first, and waits no longer than an answer of its own takes.
final class ModelRefresh: Sendable {
    private static let patience = LoopSpan(.seconds(2))

    /// Whose lists are out of date, and since which order.
    private struct Expected {
        let site: OllamaSite
        let order: Int
    }

    private let desk: Desk
    private let resolver: Resolver
    private let terms: [Endpoint: BackendTerms]
    private let expected = Locked<(sites: [BackendID: Expected], orders: Int)>(([:], 0))

    init(of desk: Desk, by resolver: Resolver, on terms: [Endpoint: BackendTerms]) {
        self.desk = desk
        self.terms = terms
        self.resolver = resolver
    }

    /// Its list is out of date from now on.
    func expect(_ site: OllamaSite) {
        expected.withLock {
            $0.orders += 1
            $0.sites[site.id] = Expected(site: site, order: $0.orders)
        }
    }

    func settle(on loop: EventLoop) async {
        let sites = expected.withLock { $0.sites.values.map(\.site) }
        if !sites.isEmpty { await run(sites, on: loop) }
    }

    /// All at once.
    func run(_ sites: [OllamaSite], on loop: EventLoop) async {
        await withTaskGroup { group in
            for site in sites { group.addTask { await self.run(site, on: loop) } }
        }
    }

    private func run(_ site: OllamaSite, on loop: EventLoop) async {
        let order = expected.withLock { $0.sites[site.id]?.order }
        let upstream = site.server.upstream
        var probe = Probe(
            of: upstream.endpoint,
            by: resolver,
            on: loop,
            within: Self.patience,
            type: .ollama,
            credential: upstream.credential
        )
        if case .report(var report) = await probe.look(named: site.backend) {
            terms[upstream.endpoint]?.apply(to: &report)
            if let models = report.models { desk.relist(models, on: site.id) }
        }
        // An order that came in between is not in this answer.
        expected.withLock { if $0.sites[site.id]?.order == order { $0.sites[site.id] = nil } }
    }
}
