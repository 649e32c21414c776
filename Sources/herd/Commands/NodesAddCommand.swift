import Configuration
import Console
import Dialects

/// `herd nodes add URL`: gives a running router another server, and says what that is.
enum NodesAddCommand {
    static func run(_ settings: Settings, _ arguments: [String]) -> Int32 {
        Asking.run("nodes add", settings) { router in
            let flags = HerdSettings.addedTerms.map { (name: $0.declaration.name, value: settings[$0]) }
            let question = try BackendQuestion(
                arguments,
                flags: flags,
                isChecked: settings[HerdSettings.check],
                in: Terminal.folder
            )
            let answer = try router.order("/fleet/backends", json: question.body)
            guard let added = AddedView(answer.json) else { throw router.notOurs() }
            return settings[HerdSettings.json] ? answer.text : added.text
        }
    }
}
