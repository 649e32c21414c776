import Configuration
import Console
import Dialects
import HTTPEngine
import Router

/// A router that runs somewhere, as the commands ask it: questions one after the other, each with an answer or with words that say
/// what to do.
struct RunningRouter {
    struct Fault: Error, CustomStringConvertible {
        let description: String
        /// Of the program: 3 where no router was found, else 1.
        var exitCode: Int32 = 1
        /// What the router answered, to the letter.
        var document: String?
    }

    struct Answer: Sendable {
        let body: [UInt8]
        let json: JSONValue

        /// As it came, for `--json`.
        var text: String { String(decoding: body, as: UTF8.self) }
    }

    private static let answerMax = 256 << 20

    let endpoint: Endpoint
    private let whereabouts: Whereabouts
    private let operatorKeyFile: String
    private let group: LoopGroup
    private let patience: LoopSpan
    private let resolver: Resolver

    /// - Parameter patience: for each answer.
    init(_ settings: Settings, patience: Duration = .seconds(10)) throws {
        self.patience = LoopSpan(patience)
        whereabouts = Whereabouts(settings)
        endpoint = whereabouts.endpoint
        operatorKeyFile = settings[HerdSettings.operatorKeyFile]
        resolver = Resolver(interval: .seconds(60), trust: try Trust(settings))
        group = try LoopGroup(count: 1)
    }

    func get(_ path: String) throws(Fault) -> Answer {
        try ask { fetch throws(Fetch.Fault) in try await fetch.get(path) }
    }

    func post(
        _ path: String,
        json: [UInt8] = [],
        fields: [(name: String, value: String)] = []
    ) throws(Fault) -> Answer {
        try ask { fetch throws(Fetch.Fault) in try await fetch.post(path, json: json, fields: fields) }
    }

    // MARK: Orders about the fleet, which show the operator's key where there is one

    func order(_ path: String, json: [UInt8] = []) throws(Fault) -> Answer {
        try ask(showing: try operatorKey()) { fetch throws(Fetch.Fault) in try await fetch.post(path, json: json) }
    }

    func delete(_ path: String) throws(Fault) -> Answer {
        try ask(showing: try operatorKey()) { fetch throws(Fetch.Fault) in try await fetch.delete(path, json: []) }
    }

    private func operatorKey() throws(Fault) -> Credential? {
        if operatorKeyFile.isEmpty { return nil }
        do throws(KeyFile.Fault) {
            return try KeyFile(operatorKeyFile, as: .bearer, for: .orders).credential
        } catch {
            throw Fault(description: error.description)
        }
    }

    private func ask(
        showing credential: Credential? = nil,
        _ question: @escaping @Sendable (Fetch) async throws(Fetch.Fault) -> Fetch.Answer
    ) throws(Fault) -> Answer {
        let loop = group.loops[0]
        let (endpoint, resolver, patience) = (endpoint, resolver, patience)
        let asked = Waiting.untilDone { () throws(Fetch.Fault) in
            let fetch = Fetch(
                from: endpoint,
                by: resolver,
                on: loop,
                within: patience,
                bodyMax: Self.answerMax,
                credential: credential
            )
            return try await question(fetch)
        }
        switch asked {
        case .success(let answer): return try read(answer)
        case .failure(let fault): throw self.fault(fault)
        }
    }

    private func read(_ answer: Fetch.Answer) throws(Fault) -> Answer {
        guard let json = try? JSONValue(parsing: answer.body) else { throw notOurs(answer.status) }
        if answer.status >= 300, let text = json["error"]?.string {
            throw Fault(
                description: "the router at \(endpoint) says: \(Terminal.plain(text))",
                document: String(decoding: answer.body, as: UTF8.self)
            )
        }
        guard answer.status < 300 else { throw notOurs(answer.status) }
        return Answer(body: answer.body, json: json)
    }

    /// For an answer that is not what such a router gives.
    func notOurs(_ status: UInt16 = 200) -> Fault {
        Fault(
            description: "what answers at \(endpoint) is no router that can explain itself (status \(status)): "
                + "name the right one with --router URL"
        )
    }

    private func fault(_ fault: Fetch.Fault) -> Fault {
        switch fault {
        case .unreachable(let reason): Fault(description: whereabouts.explanation(reason), exitCode: 3)
        case .late: Fault(description: "the router at \(endpoint) did not answer in time", exitCode: 3)
        case .tooLarge: Fault(description: "the answer of the router at \(endpoint) is too large")
        case .malformed, .cut:
            Fault(description: "what answers at \(endpoint) is no router: name the right one with --router URL")
        }
    }
}
