package import Fleet
package import HTTPEngine
package import Probing

/// The inference servers on this machine, as the looks at their places found them.
///
/// A server that falls silent is still told of, as not reachable, so that the router need not learn it anew after a restart; if
/// it stays away it is forgotten. A value: looks come in, what is news goes out.
package struct ServerBook: Sendable {
    /// What is at a place now.
    package enum Look: Equatable, Sendable {
        case server, nobody, stranger
    }

    /// What a look changed.
    package enum News: Equatable, Sendable {
        case none
        case found
        /// It does not answer, with why.
        case lost(String)
        /// Something else answers there.
        case gone
        /// It has other models, or others in memory.
        case models
    }

    package struct Server: Sendable {
        package let endpoint: Endpoint
        package var report: BackendReport
        var silentSince: Instant?
    }

    static let forgottenAfter: Seconds = 600

    package private(set) var servers: [Server] = []

    package init() {}

    package func server(at endpoint: Endpoint) -> Server? { servers.first { $0.endpoint == endpoint } }

    /// None of them has a request under way; nil if one does not tell.
    package var rest: Bool? {
        let running = servers.filter { $0.silentSince == nil }.map(\.report.running)
        if running.contains(where: { ($0 ?? 0) > 0 }) { return false }
        return running.contains(nil) ? nil : true
    }

    /// What it is called on this node: the same after every restart, and of no other server here.
    static func name(of endpoint: Endpoint, _ kind: BackendKind) -> String {
        SocketAddress.isLoopback(endpoint.host) ? "\(kind.rawValue)-\(endpoint.port)" : endpoint.authority
    }

    package mutating func take(
        _ finding: ProbeFinding,
        of endpoint: Endpoint,
        at now: Instant
    ) -> (look: Look, news: News) {
        let index = servers.firstIndex { $0.endpoint == endpoint }
        switch finding {
        case .report(let report): return (.server, take(report, of: endpoint, at: index))
        case .notThat:
            guard let index else { return (.stranger, .none) }
            // One that is just stopping answers one question and not the next. It is recognised anew at the next look.
            if servers[index].silentSince == nil {
                return (.nobody, fallSilent(index, "it does not answer as it did", at: now))
            }
            servers.remove(at: index)
            return (.stranger, .gone)
        case .silent(let reason):
            return (.nobody, index.map { fallSilent($0, reason, at: now) } ?? .none)
        }
    }

    private mutating func take(_ report: BackendReport, of endpoint: Endpoint, at index: Int?) -> News {
        var report = report
        report.name = Self.name(of: endpoint, report.kind)
        report.isReachable = true
        guard let index else {
            servers.append(Server(endpoint: endpoint, report: report))
            return .found
        }
        let before = servers[index]
        servers[index] = Server(endpoint: endpoint, report: report)
        if before.silentSince != nil || before.report.kind != report.kind { return .found }
        return ModelList.isSame(before.report.models, report.models) ? .none : .models
    }

    private mutating func fallSilent(_ index: Int, _ reason: String, at now: Instant) -> News {
        guard let since = servers[index].silentSince else {
            servers[index].silentSince = now
            servers[index].report.isReachable = false
            servers[index].report.running = nil
            servers[index].report.waiting = nil
            return .lost(reason)
        }
        if now - since >= Self.forgottenAfter { servers.remove(at: index) }
        return .none
    }
}
