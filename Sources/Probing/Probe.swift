package import Fleet
package import HTTPEngine

/// Asks an inference server what it is, what it has and how busy it is, in its own language.
///
/// A server that was recognised is asked only what its kind answers, and no page it said it does not have; one that falls silent
/// or answers otherwise is recognised anew, because the next server on that port may be another. One whose type the operator
/// gave is never taken for anything else.
package struct Probe {
    /// Told by the operator.
    private let type: BackendKind?
    private var kind: BackendKind?
    private var asking: Asking

    /// - Parameters:
    ///   - span: for each question.
    ///   - type: what it is, if that is known; otherwise it is recognised.
    ///   - via: what the router that asks calls itself: it does not answer itself.
    package init(
        of endpoint: Endpoint,
        by resolver: Resolver,
        on loop: EventLoop,
        within span: LoopSpan,
        type: BackendKind? = nil,
        credential: Credential? = nil,
        via: String? = nil
    ) {
        self.type = type
        kind = type
        asking = Asking(endpoint, by: resolver, on: loop, within: span, credential)
        asking.fields = via.map { [("Via", "1.1 \($0)")] } ?? []
    }

    package mutating func look(named name: String) async -> ProbeFinding {
        asking.begin()
        do throws(Asking.Fault) {
            let report = try await report(name)
            kind = type ?? report?.kind
            if report == nil { asking.forget() }
            return report.map(ProbeFinding.report) ?? .notThat
        } catch {
            kind = type
            asking.forget()
            switch error {
            case .silent(let reason): return .silent(reason)
            }
        }
    }

    private mutating func report(_ name: String) async throws(Asking.Fault) -> BackendReport? {
        if let kind {
            let report = try await report(as: kind, name)
            if report != nil || type != nil { return report }
            asking.forget()
        }
        for sign in Sign.inOrder {
            try await asking.ask(Question(sign.path), insists: true)
            guard sign.isSeen(asking.reading), let report = try await report(as: sign.kind, name) else { continue }
            return report
        }
        return nil
    }

    private mutating func report(as kind: BackendKind, _ name: String) async throws(Asking.Fault) -> BackendReport? {
        let guide = kind.guide
        for (index, question) in guide.questions.enumerated() {
            try await asking.ask(question, guide.fields, insists: index == 0)
        }
        for question in guide.followUps(asking.reading) { try await asking.ask(question, guide.fields) }
        var report = BackendReport(name: name, kind: kind)
        if guide.read(asking.reading, &report) {
            report.attachCards(asking.reading, from: guide.questions.map(\.path))
            return report
        }
        // With all of its answers it might have been one.
        if asking.isLate { throw .late }
        return nil
    }
}

/// What a look at a server found.
package enum ProbeFinding: Sendable {
    case report(BackendReport)
    /// It answers, but not as a server of its type would, or of any.
    case notThat
    /// It cannot be reached, with why.
    case silent(String)
}
