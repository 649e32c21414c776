import Configuration
import Console
import Dialects

/// `herd route explain MODEL`: asks a running router where a request would go, and says why.
enum RouteExplainCommand {
    static func run(_ settings: Settings, _ arguments: [String]) -> Int32 {
        Asking.run("route explain", settings) { router in
            let question = RouteQuestion(arguments[0], settings)
            let answer = try router.post(question.path, json: question.body, fields: question.fields)
            guard let explanation = RouteExplanation(answer.json) else { throw router.notOurs() }
            return settings[HerdSettings.json] ? answer.text : explanation.text
        }
    }
}
