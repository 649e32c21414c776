import Fleet
import HTTPEngine
import Probing
import Synchronization
import Telemetry

/// Looks at the backends from the settings every few seconds and reports what it finds, as an agent would if there were one.
final class ProbeRound: Sendable {
    /// A server of no known kind is asked all there is to ask: that is done less often.
    private static let strangersFactor: UInt64 = 12

    /// For a question, however often it is asked.
    private static let patienceMin = LoopSpan(.seconds(2))

    private let interval: LoopSpan
    /// What this router calls itself: it must not take itself for a backend.
    private let via: String
    private let desk: Desk
    private let listed: ListedBackends
    private let silent: SilentBackends
    private let terms: [Endpoint: BackendTerms]
    private let credentials: [Endpoint: Credential]
    private let resolver: Resolver
    private let log: Logger
    private let isStopped = Atomic<Bool>(false)

    init(
        for desk: Desk,
        _ listed: ListedBackends,
        _ silent: SilentBackends,
        on terms: [Endpoint: BackendTerms],
        with credentials: [Endpoint: Credential],
        by resolver: Resolver,
        every interval: LoopSpan,
        via: String,
        log: Logger
    ) {
        self.via = via
        self.desk = desk
        self.listed = listed
        self.silent = silent
        self.terms = terms
        self.credentials = credentials
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
        var probe = Probe(
            of: endpoint,
            by: resolver,
            on: loop,
            within: max(interval, Self.patienceMin),
            type: terms[endpoint]?.kind,
            credential: credentials[endpoint],
            via: via
        )
        var seen = Seen(kind: terms[endpoint]?.kind)
        while !isStopped.load(ordering: .relaxed) {
            let askedAt = Desk.now
            take(await probe.look(named: endpoint.authority), of: endpoint, askedAt, &seen)
            await loop.sleep(for: seen.isStranger ? strangersInterval : interval)
        }
    }

    private var strangersInterval: LoopSpan {
        LoopSpan(nanoseconds: interval.nanoseconds.multipliedReportingOverflow(by: Self.strangersFactor).partialValue)
    }

    /// What was last seen of a backend.
    private struct Seen {
        /// As it was told or recognised; nil for one that was neither.
        var kind: BackendKind?
        var condition = Condition.unseen
        /// It answers, time and again, but like no server that is known.
        var isStranger = false
    }

    /// What is said of a backend, when it changes.
    private enum Condition: Equatable {
        case unseen, ready, silent, stranger
        case unready(Unreadiness)
    }

    private func take(_ finding: ProbeFinding, of endpoint: Endpoint, _ askedAt: Instant, _ seen: inout Seen) {
        silent.note(endpoint, finding.silence)
        switch finding {
        case .report(let report):
            let models = self.report(report, of: endpoint, askedAt).models
            // What has not said what it has is asked blindly; but not what is known to be of no use.
            let mayHaveMore = models == nil && (report.unready?.isPassing ?? true)
            if mayHaveMore { listed.remove(endpoint) } else { listed.insert(endpoint) }
            let condition = report.unready.map(Condition.unready) ?? .ready
            if seen.condition != condition || seen.kind != report.kind {
                announce(endpoint, report, models?.count ?? 0)
            }
            seen = Seen(kind: report.kind, condition: condition)
        case .notThat:
            misfit(endpoint, &seen)
        case .silent(let reason):
            if seen.condition != .silent {
                log.warning(
                    "a backend does not answer",
                    ["backend": .string(endpoint.description), "reason": .string(reason)]
                )
            }
            seen.condition = .silent
            seen.isStranger = false
            if let kind = seen.kind { reportAbsence(of: endpoint, kind) { $0.isReachable = false } }
        }
    }

    /// What stands there answers, but not as it should. What it had is not to be had any more.
    private func misfit(_ endpoint: Endpoint, _ seen: inout Seen) {
        if let type = terms[endpoint]?.kind {
            let condition = Condition.unready(.unlikeItsType)
            listed.insert(endpoint)
            reportAbsence(of: endpoint, type) { $0.unready = .unlikeItsType }
            if seen.condition != condition {
                log.warning(
                    "a backend does not answer as its type does: correct the type, or leave it out to have it recognised",
                    ["backend": .string(endpoint.description), "type": .string(type.rawValue)]
                )
            }
            seen.condition = condition
            return
        }
        listed.remove(endpoint)
        if let kind = seen.kind { reportAbsence(of: endpoint, kind) { $0.isReachable = false } }
        if seen.condition != .stranger {
            log.warning(
                "a backend is of no known kind, so requests go there blindly",
                ["backend": .string(endpoint.description)]
            )
        }
        seen = Seen(condition: .stranger, isStranger: seen.kind == nil)
    }

    private func reportAbsence(of endpoint: Endpoint, _ kind: BackendKind, _ why: (inout BackendReport) -> Void) {
        var report = BackendReport(name: endpoint.authority, kind: kind)
        why(&report)
        self.report(report, of: endpoint)
    }

    /// - Returns: the report with what the operator says beside it.
    @discardableResult
    private func report(_ report: BackendReport, of endpoint: Endpoint, _ askedAt: Instant? = nil) -> BackendReport {
        var report = report
        report.address = endpoint.description
        terms[endpoint]?.apply(to: &report)
        desk.report(report, node: terms[endpoint]?.node ?? endpoint.host, askedAt: askedAt)
        return report
    }

    private func announce(_ endpoint: Endpoint, _ report: BackendReport, _ models: Int) {
        let backend = LogValue.string(endpoint.description)
        let kind = LogValue.string(report.kind.rawValue)
        if let cause = report.unready {
            log.warning(
                "a backend is not ready",
                ["backend": backend, "kind": kind, "reason": .string(cause.description)]
            )
        } else {
            log.info("backend found", ["backend": backend, "kind": kind, "models": .int(models)])
        }
    }
}

extension ProbeFinding {
    /// Why nothing was found; nil where somebody answers.
    fileprivate var silence: String? {
        if case .silent(let reason) = self { reason } else { nil }
    }
}
