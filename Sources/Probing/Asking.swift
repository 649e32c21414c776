import Fleet
import HTTPEngine

/// One look at a server: each question is asked at most once, whoever wants to know.
struct Asking {
    enum Fault: Error {
        /// It cannot be reached, or says nothing.
        case silent(String)

        static let late = Fault.silent("it did not answer in time")
    }

    private static let answerMax = 8 << 20

    let endpoint: Endpoint
    let resolver: Resolver
    let loop: EventLoop
    let span: LoopSpan
    let credential: Credential?
    /// Of every question.
    var fields: [(name: String, value: String)] = []
    /// What it has answered that it has no such page: not worth asking each time.
    var missing: Set<String> = []
    private(set) var answers: [String: Fetch.Answer] = [:]
    private var asked: Set<String> = []
    /// One of the answers did not come in time.
    private(set) var isLate = false

    init(
        _ endpoint: Endpoint,
        by resolver: Resolver,
        on loop: EventLoop,
        within span: LoopSpan,
        _ credential: Credential?
    ) {
        self.endpoint = endpoint
        self.resolver = resolver
        self.loop = loop
        self.span = span
        self.credential = credential
    }

    var reading: AnswerReading { AnswerReading(answers) }

    /// - Parameter insists: that it is missing may have changed, or is what shows that there is a server at all.
    mutating func ask(
        _ question: Question,
        _ fields: [(name: String, value: String)] = [],
        insists: Bool = false
    ) async throws(Fault) {
        if let other = question.instead, answers[other]?.status == 200 { return }
        let how = fields.isEmpty ? question.path : "\(question.path) with fields"
        guard insists || !missing.contains(question.path), asked.insert(how).inserted else { return }
        let fetch = Fetch(
            from: endpoint,
            by: resolver,
            on: loop,
            within: span,
            bodyMax: Self.answerMax,
            credential: credential
        )
        do throws(Fetch.Fault) {
            let answer = try await fetch.get(question.path, fields: fields + self.fields)
            answers[question.path] = answer
            if answer.status == 404 || answer.status == 405 || answer.status == 501 { missing.insert(question.path) }
        } catch {
            switch error {
            case .unreachable(let reason): throw .silent(reason)
            case .late:
                // A busy server may be slow with a page of figures, and be well.
                if insists { throw .late }
                isLate = true
            case .tooLarge, .malformed, .cut: break
            }
        }
    }

    /// A new look at the same server.
    mutating func begin() {
        answers = [:]
        asked = []
        isLate = false
    }

    /// It may be another server now.
    mutating func forget() {
        begin()
        missing = []
    }
}
