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
    }

    struct Answer: Sendable {
        let body: [UInt8]
        let json: JSONValue

        /// As it came, for `--json`.
        var text: String { String(decoding: body, as: UTF8.self) }
    }

    private static let answerMax = 256 << 20

    let endpoint: Endpoint
    private let group: LoopGroup
    private let patience: LoopSpan
    private let resolver = Resolver(interval: .seconds(60))

    /// - Parameter patience: for each answer.
    init(_ settings: Settings, patience: Duration = .seconds(10)) throws {
        self.patience = LoopSpan(patience)
        if let router = settings[HerdSettings.router] {
            endpoint = Endpoint(router)
        } else {
            endpoint = Endpoint(host: "127.0.0.1", port: Int(settings[HerdSettings.port]))
        }
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

    func delete(_ path: String) throws(Fault) -> Answer {
        try ask { fetch throws(Fetch.Fault) in try await fetch.delete(path, json: []) }
    }

    private func ask(
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
                bodyMax: Self.answerMax
            )
            return try await question(fetch)
        }
        switch asked {
        case .success(let answer): return try read(answer)
        case .failure(let fault): throw Fault(description: reason(fault))
        }
    }

    private func read(_ answer: Fetch.Answer) throws(Fault) -> Answer {
        guard let json = try? JSONValue(parsing: answer.body) else { throw notOurs(answer.status) }
        if answer.status >= 300, let text = json["error"]?.string {
            throw Fault(description: "the router at \(endpoint) says: \(Terminal.plain(text))")
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

    private func reason(_ fault: Fetch.Fault) -> String {
        switch fault {
        case .unreachable(let reason):
            "no router can be reached (\(reason)). Is it running? Start one with: herd --backend URL, "
                + "or name another with --router URL"
        case .late: "the router at \(endpoint) did not answer in time"
        case .tooLarge: "the answer of the router at \(endpoint) is too large"
        case .malformed, .cut: "what answers at \(endpoint) is no router: name the right one with --router URL"
        }
    }
}
