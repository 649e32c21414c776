import Configuration
import Console
import Dialects
import HTTPEngine
import Router

/// `herd route explain MODEL`: asks a running router where a request would go, and says why.
enum RouteExplainCommand {
    private static let patience = LoopSpan(.seconds(10))
    private static let answerMax = 256 << 20

    static func run(_ settings: Settings, _ arguments: [String]) -> Int32 {
        let router = endpoint(settings)
        do {
            let group = try LoopGroup(count: 1)
            let trust = try Trust(settings)
            let question = RouteQuestion(arguments[0], settings)
            let asked = Waiting.untilDone { () throws(Fetch.Fault) in
                try await ask(router, question, trusting: trust, on: group.loops[0])
            }
            return say(try asked.get(), router, asJSON: settings[HerdSettings.json])
        } catch let fault as Fetch.Fault {
            return complain(reason(fault, router))
        } catch {
            return complain("\(error)")
        }
    }

    private static func endpoint(_ settings: Settings) -> Endpoint {
        if let router = settings[HerdSettings.router] { return Endpoint(router) }
        return Endpoint(host: "127.0.0.1", port: Int(settings[HerdSettings.port]))
    }

    private static func ask(
        _ router: Endpoint,
        _ question: RouteQuestion,
        trusting trust: Trust,
        on loop: EventLoop
    ) async throws(Fetch.Fault) -> Fetch.Answer {
        let resolver = Resolver(interval: .seconds(60), trust: trust)
        let fetch = Fetch(from: router, by: resolver, on: loop, within: patience, bodyMax: answerMax)
        return try await fetch.post(question.path, json: question.body, fields: question.fields)
    }

    private static func say(_ answer: Fetch.Answer, _ router: Endpoint, asJSON: Bool) -> Int32 {
        guard let json = try? JSONValue(parsing: answer.body) else { return complain(notOurs(router, answer)) }
        if answer.status != 200, let text = json["error"]?.string {
            return complain("the router at \(router) says: \(Terminal.plain(text))")
        }
        guard answer.status == 200, let explanation = RouteExplanation(json) else {
            return complain(notOurs(router, answer))
        }
        print(asJSON ? String(decoding: answer.body, as: UTF8.self) : explanation.text, terminator: "")
        return 0
    }

    private static func notOurs(_ router: Endpoint, _ answer: Fetch.Answer) -> String {
        "what answers at \(router) is no router that can explain itself (status \(answer.status)): "
            + "name the right one with --router URL"
    }

    private static func reason(_ fault: Fetch.Fault, _ router: Endpoint) -> String {
        switch fault {
        case .unreachable(let reason):
            "no router can be reached (\(reason)). Is it running? Start one with: herd --backend URL, "
                + "or name another with --router URL"
        case .late: "the router at \(router) did not answer in time"
        case .tooLarge: "the answer of the router at \(router) is too large"
        case .malformed, .cut: "what answers at \(router) is no router: name the right one with --router URL"
        }
    }

    private static func complain(_ text: String) -> Int32 {
        Terminal.complain("herd route explain: \(text)")
        return 1
    }
}
