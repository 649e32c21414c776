import Configuration
import Console

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The agent's program: reads its settings, then does what it was told.
@main
struct HerdNode {
    static func main() {
        do throws(SettingsError) {
            switch try HerdNodeSettings.program.read(Array(CommandLine.arguments.dropFirst())) {
            case .say(let text):
                print(text, terminator: "")
            case .run(let command, let settings, _):
                exit(run(command, settings))
            }
        } catch {
            Terminal.complain(error.description)
            exit(error.exitCode)
        }
    }

    private static func run(_ command: String, _ settings: Settings) -> Int32 {
        switch command {
        case "config": ConfigCommand.run(settings)
        case "status": StatusCommand.run(settings)
        case "pause": PauseCommand.run(settings)
        case "resume": ResumeCommand.run(settings)
        default: RunCommand.run(settings)
        }
    }
}
