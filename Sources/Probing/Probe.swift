package import Fleet
package import HTTPEngine

/// Asks an inference server what it is, what it has and how busy it is, in its own language.
///
/// A server that was recognised is asked only what its kind answers; one that falls silent is recognised anew, because the
/// next server on that port may be another.
package struct Probe: Sendable {
    private static let answerMax = 8 << 20

    package let endpoint: Endpoint
    private let resolver: Resolver
    private let loop: EventLoop
    private let span: LoopSpan

    /// - Parameter span: for each question.
    package init(of endpoint: Endpoint, by resolver: Resolver, on loop: EventLoop, within span: LoopSpan) {
        self.endpoint = endpoint
        self.resolver = resolver
        self.loop = loop
        self.span = span
    }

    /// - Parameter kind: what it was when it last answered.
    package func look(knownAs kind: BackendKind? = nil, named name: String) async -> ProbeFinding {
        if let kind { return await look(as: kind, name) }
        // The most telling question first: every one of these servers also speaks OpenAI's language.
        for kind in [BackendKind.ollama, .lmStudio, .exo, .llamaServer, .vllm] {
            let finding = await look(as: kind, name)
            switch finding {
            case .report, .silent: return finding
            case .notThat: continue
            }
        }
        return await look(as: .openAI, name)
    }

    private func look(as kind: BackendKind, _ name: String) async -> ProbeFinding {
        var answers: [String: Fetch.Answer] = [:]
        for question in kind.questions {
            do throws(Fetch.Fault) {
                let fetch = Fetch(from: endpoint, by: resolver, on: loop, within: span, bodyMax: Self.answerMax)
                answers[question.path] = try await fetch.get(question.path)
            } catch {
                if case .unreachable(let reason) = error { return .silent(reason) }
                if error == .late { return .silent("it did not answer in time") }
            }
            if question.isTelling && answers[question.path]?.status != 200 { return .notThat }
        }
        return kind.report(answers, named: name).map(ProbeFinding.report) ?? .notThat
    }
}

/// What a look at a server found.
package enum ProbeFinding: Sendable {
    case report(BackendReport)
    /// It answers, but not as a server of that kind would.
    case notThat
    /// It cannot be reached, with why.
    case silent(String)
}
