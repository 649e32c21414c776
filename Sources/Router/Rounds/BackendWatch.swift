import Fleet
import HTTPEngine
import Probing
import Telemetry

/// The eye on one backend that has no agent: what was last seen of it, and what is said of that to the desk and to the log.
///
/// What it reports and its end exclude each other, so that a look that is under way when a backend is taken away does not bring
/// it back.
final class BackendWatch: Sendable {
    /// A server of no known kind is asked all there is to ask: that is done less often.
    private static let strangersFactor: UInt64 = 12

    private struct State {
        var sight: BackendSight
        var isOver = false
        /// Those who wait for the first look.
        var waiting: [@Sendable () -> Void] = []
    }

    private let endpoint: Endpoint
    private let terms: BackendTerms
    private let desk: Desk
    private let listed: ListedBackends
    private let log: Logger
    private let state: Locked<State>

    init(of endpoint: Endpoint, _ terms: BackendTerms, for desk: Desk, _ listed: ListedBackends, log: Logger) {
        self.endpoint = endpoint
        self.terms = terms
        self.desk = desk
        self.listed = listed
        self.log = log
        state = Locked(State(sight: BackendSight(kind: terms.kind)))
    }

    var sight: BackendSight { state.withLock { $0.sight } }

    func end() {
        state.withLock { $0.isOver = true }
    }

    /// Called back from any thread, once there was a look.
    func whenSeen(_ body: @escaping @Sendable () -> Void) {
        let isSeen = state.withLock { state in
            if state.sight.condition == .unseen { state.waiting.append(body) }
            return state.sight.condition != .unseen
        }
        if isSeen { body() }
    }

    func run(_ first: Probe, every interval: LoopSpan, on loop: EventLoop) async {
        var probe = first
        while !state.withLock({ $0.isOver }) {
            let askedAt = Desk.now
            let finding = await probe.look(named: endpoint.authority)
            guard let sight = take(finding, askedAt) else { return }
            await loop.sleep(for: sight.isStranger ? Self.strangers(interval) : interval)
        }
    }

    private static func strangers(_ interval: LoopSpan) -> LoopSpan {
        LoopSpan(nanoseconds: interval.nanoseconds.multipliedReportingOverflow(by: strangersFactor).partialValue)
    }

    /// Nil once it is over.
    private func take(_ finding: ProbeFinding, _ askedAt: Instant) -> BackendSight? {
        let told = state.withLock { state -> (BackendSight, [@Sendable () -> Void])? in
            if state.isOver { return nil }
            take(finding, askedAt, &state.sight)
            defer { state.waiting = [] }
            return (state.sight, state.waiting)
        }
        guard let (sight, waiting) = told else { return nil }
        for body in waiting { body() }
        return sight
    }

    private func take(_ finding: ProbeFinding, _ askedAt: Instant, _ sight: inout BackendSight) {
        switch finding {
        case .report(let report):
            let models = self.report(report, askedAt).models
            // What has not said what it has is asked blindly; but not what is known to be of no use.
            let mayHaveMore = models == nil && (report.unready?.isPassing ?? true)
            if mayHaveMore { listed.remove(endpoint) } else { listed.insert(endpoint) }
            let condition = report.unready.map(BackendSight.Condition.unready) ?? .ready
            if sight.condition != condition || sight.kind != report.kind { announce(report, models?.count ?? 0) }
            sight = BackendSight(kind: report.kind, condition: condition)
        case .notThat:
            misfit(&sight)
        case .silent(let reason):
            if !sight.isSilent {
                log.warning(
                    "a backend does not answer",
                    ["backend": .string(endpoint.description), "reason": .string(reason)]
                )
            }
            sight.condition = .silent(reason)
            sight.isStranger = false
            if let kind = sight.kind { reportAbsence(as: kind) { $0.isReachable = false } }
        }
    }

    /// What stands there answers, but not as it should. What it had is not to be had any more.
    private func misfit(_ sight: inout BackendSight) {
        if let type = terms.kind {
            let condition = BackendSight.Condition.unready(.unlikeItsType)
            listed.insert(endpoint)
            reportAbsence(as: type) { $0.unready = .unlikeItsType }
            if sight.condition != condition {
                log.warning(
                    "a backend does not answer as its type does: correct the type, or leave it out to have it recognised",
                    ["backend": .string(endpoint.description), "type": .string(type.rawValue)]
                )
            }
            sight.condition = condition
            return
        }
        listed.remove(endpoint)
        if let kind = sight.kind { reportAbsence(as: kind) { $0.isReachable = false } }
        if sight.condition != .stranger {
            log.warning(
                "a backend is of no known kind, so requests go there blindly",
                ["backend": .string(endpoint.description)]
            )
        }
        sight = BackendSight(condition: .stranger, isStranger: sight.kind == nil)
    }

    private func reportAbsence(as kind: BackendKind, _ why: (inout BackendReport) -> Void) {
        var report = BackendReport(name: endpoint.authority, kind: kind)
        why(&report)
        self.report(report)
    }

    /// - Returns: the report with what the operator says beside it.
    @discardableResult
    private func report(_ report: BackendReport, _ askedAt: Instant? = nil) -> BackendReport {
        var report = report
        report.address = endpoint.description
        terms.apply(to: &report)
        desk.report(report, node: terms.node ?? endpoint.host, askedAt: askedAt)
        return report
    }

    private func announce(_ report: BackendReport, _ models: Int) {
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
