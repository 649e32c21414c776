import Fleet
import HTTPEngine
import Probing
import Synchronization
import Telemetry

/// Looks at the backends from the settings every few seconds and reports what it finds, as an agent would if there were one.
final class ProbeRound: Sendable {
    /// A server of no known kind is asked all there is to ask: that is done less often.
    private static let strangersFactor: UInt64 = 12

    private let interval: LoopSpan
    private let desk: Desk
    private let listed: ListedBackends
    private let terms: [Endpoint: BackendTerms]
    private let resolver: Resolver
    private let log: Logger
    private let isStopped = Atomic<Bool>(false)

    init(
        for desk: Desk,
        _ listed: ListedBackends,
        on terms: [Endpoint: BackendTerms],
        by resolver: Resolver,
        every interval: LoopSpan,
        log: Logger
    ) {
        self.desk = desk
        self.listed = listed
        self.terms = terms
        self.resolver = resolver
        self.interval = interval
        self.log = log
    }

    /// Looks at each of them, each on a loop, until stopped.
    func start(_ endpoints: [Endpoint], on group: LoopGroup) {
        for (index, endpoint) in endpoints.enumerated() {
            let loop = group.loops[index % group.loops.count]
            loop.spawn { await self.watch(endpoint, on: loop) }
        }
    }

    func stop() {
        isStopped.store(true, ordering: .relaxed)
    }

    private func watch(_ endpoint: Endpoint, on loop: EventLoop) async {
        let probe = Probe(of: endpoint, by: resolver, on: loop, within: interval)
        var seen = Seen()
        while !isStopped.load(ordering: .relaxed) {
            let askedAt = Desk.now
            take(await probe.look(knownAs: seen.kind, named: endpoint.authority), of: endpoint, askedAt, &seen)
            await loop.sleep(for: seen.isStranger ? strangersInterval : interval)
        }
    }

    private var strangersInterval: LoopSpan {
        LoopSpan(nanoseconds: interval.nanoseconds.multipliedReportingOverflow(by: Self.strangersFactor).partialValue)
    }

    /// What was last seen of a backend.
    private struct Seen {
        var kind: BackendKind?
        var isSilent = false
        /// It answers, time and again, but like no server that is known.
        var isStranger = false
    }

    private func take(_ finding: ProbeFinding, of endpoint: Endpoint, _ askedAt: Instant, _ seen: inout Seen) {
        switch finding {
        case .report(let report):
            if seen.kind == nil || seen.isSilent { announce(endpoint, report) }
            seen = Seen(kind: report.kind)
            self.report(report, of: endpoint, askedAt)
            listed.insert(endpoint)
        case .notThat:
            // Another server stands there now. What the last one had is not to be had any more.
            if let kind = seen.kind { reportSilence(of: endpoint, kind) }
            listed.remove(endpoint)
            seen = Seen(isStranger: seen.kind == nil)
        case .silent(let reason):
            if !seen.isSilent { complain(of: endpoint, reason) }
            seen.isSilent = true
            seen.isStranger = false
            if let kind = seen.kind { reportSilence(of: endpoint, kind) }
        }
    }

    private func reportSilence(of endpoint: Endpoint, _ kind: BackendKind) {
        var report = BackendReport(name: endpoint.authority, kind: kind)
        report.isReachable = false
        self.report(report, of: endpoint)
    }

    private func report(_ report: BackendReport, of endpoint: Endpoint, _ askedAt: Instant? = nil) {
        var report = report
        report.address = endpoint.description
        terms[endpoint]?.apply(to: &report)
        desk.report(report, node: terms[endpoint]?.node ?? endpoint.host, askedAt: askedAt)
    }

    private func announce(_ endpoint: Endpoint, _ report: BackendReport) {
        log.info(
            "backend found",
            [
                "backend": .string(endpoint.description), "kind": .string(report.kind.rawValue),
                "models": .int(report.models?.count ?? 0),
            ]
        )
    }

    private func complain(of endpoint: Endpoint, _ reason: String) {
        log.warning("a backend does not answer", ["backend": .string(endpoint.description), "reason": .string(reason)])
    }
}
