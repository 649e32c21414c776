import Configuration
import Console

/// What the commands that ask a running router have in common.
enum Asking {
    /// Prints what the body makes of the router's answers, or says what went wrong: with `--json` also in the router's own words.
    static func run(
        _ command: String,
        _ settings: Settings,
        _ body: (RunningRouter) throws -> String
    ) -> Int32 {
        do {
            Terminal.say(try body(try RunningRouter(settings)), terminator: "")
            return 0
        } catch let fault as RunningRouter.Fault {
            if settings[HerdSettings.json], let document = fault.document { Terminal.say(document, terminator: "") }
            Terminal.complain("herd \(command): \(fault)")
            return fault.exitCode
        } catch {
            Terminal.complain("herd \(command): \(error)")
            return 1
        }
    }
}
