import Configuration
import Console

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The router program: reads its settings, then does what it was told.
@main
struct Herd {
    static func main() {
        do throws(SettingsError) {
            switch try HerdSettings.program.read(Array(CommandLine.arguments.dropFirst())) {
            case .say(let text):
                print(text, terminator: "")
            case .run(let command, let settings, let arguments):
                exit(run(command, settings, arguments))
            }
        } catch {
            Terminal.complain(error.description)
            exit(error.exitCode)
        }
    }

    private static func run(_ command: String, _ settings: Settings, _ arguments: [String]) -> Int32 {
        switch command {
        case "config": ConfigCommand.run(settings)
        case "route explain": RouteExplainCommand.run(settings, arguments)
        case "status": StatusCommand.run(settings)
        case "nodes": NodesCommand.list(settings)
        case "nodes add": NodesAddCommand.run(settings, arguments)
        case "nodes remove": NodesCommand.remove(settings, arguments)
        case "nodes drain": NodesCommand.turn(settings, arguments, .drain)
        case "nodes approve": NodesCommand.approve(settings, arguments)
        case "nodes resume": NodesCommand.turn(settings, arguments, .resume)
        case "models": ModelsCommand.run(settings)
        case "top": TopCommand.run(settings)
        case "practice": PracticeCommand.run(settings)
        case "try": TryCommand.run(settings)
        default: ServeCommand.run(settings)
        }
    }
}
