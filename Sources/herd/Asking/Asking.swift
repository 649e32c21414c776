import Configuration
import Console

/// What the commands that ask a running router have in common.
enum Asking {
    /// Prints what the body makes of the router's answers, or says what went wrong.
    static func run(
        _ command: String,
        _ settings: Settings,
        _ body: (RunningRouter) throws -> String
    ) -> Int32 {
        do {
            print(try body(try RunningRouter(settings)), terminator: "")
            return 0
        } catch {
            Terminal.complain("herd \(command): \(error)")
            return 1
        }
    }
}
